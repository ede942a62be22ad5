import type { Tensor2D } from '@tensorflow/tfjs-core'
import { plainRatio, twoSide } from '../../core/formulas/rec.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { staleData } from '../../core/trainings.ts'

/** Golden: Trinity-RFT sppo_loss_fn.py (eedef4b). */
export default defineMethod({
  id: 'sppo-clip',
  title: 'sPPO',
  paper: {
    title:
      'Group-relative REINFORCE is secretly an off-policy algorithm: demystifying some myths about GRPO and its friends',
    id: '2509.24203',
    year: 2025,
  },
  idea: 'PPO reduced to a log-ratio inside a band: linear in the log-probability, and nothing outside.',
  formula: String.raw`L = -\hat A\, (\log \pi_t - \log \pi^\mathrm{old}_t) \quad\text{while } \tfrac{1}{1+\varepsilon} \le \rho_t \le 1 + \varepsilon`,
  symbols: {
    '\\log \\pi_t': { is: 'logp', text: 'log-probability of token t' },
    '\\hat A': { is: 'credit', text: 'credit of the token: reward minus the group mean' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\log \\pi^\\mathrm{old}_t': { is: 'oldLogp', text: 'log-probability of the token when it was sampled' },
    '\\varepsilon': { is: 'bandOfLog', text: 'width of the band, the same factor either way' },
  },
  claim:
    'Its gradient is the two-sided clip’s without weight; its loss starts at 0 in every batch and says how far the update went. Compare the share of dropped tokens with the one-sided clip.',
  panel: 'formula',
  confidence: 'code-verified',
  pitfalls: [
    'The band is symmetric in the logarithm: 1/1.3 to 1.3, not 0.7 to 1.3.',
    'Not the self-play method of a similar name.',
  ],
  versusGrpo: 'Log-ratio instead of ratio, and a band that drops both ways.',
  tasks: ['bandit', 'token-tree', 'modular-arithmetic'],
  shipped: ['trinity'],
  training: staleData,
  slots: {
    advantage: 'rec-reinforce',
    objective: objective({
      params: { bandOfLog: number({ label: 'Band ε', default: 0.3, paper: 0.3, min: 0.001, max: 10, scale: 'log' }) },
      compute: (tf, tensors, { bandOfLog }) => {
        const { now, credit, oldLogp } = tensors
        const ratio = plainRatio(tf, tensors)
        const keep = twoSide(tf, ratio, 1 - 1 / (1 + bandOfLog), bandOfLog)
        const loss = tf.neg(tf.mul<Tensor2D>(tf.mul(keep, credit), tf.sub(now.logp, oldLogp)))
        return { loss, explain: { ratio, dropped: tf.sub<Tensor2D>(1, keep) } }
      },
    }),
  },
})
