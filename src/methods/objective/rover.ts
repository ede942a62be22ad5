import type { Tensor2D } from '@tensorflow/tfjs-core'
import { detach } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { nextGenerated } from '../../core/rows.ts'
import { cutInto } from '../../core/trainings.ts'

/** Golden: ROVER compute_rover_reward, DataParallelROVERActor.update_policy, sum_log_softmax (b0fa587). */
export default defineMethod({
  id: 'rover',
  title: 'ROVER',
  paper: {
    title: 'Random policy valuation is enough for LLM reasoning with verifiable rewards',
    id: '2509.24981',
    year: 2025,
  },
  idea: 'Read the change of a token’s log-probability as its value, and regress it on the centred reward plus the mean value of all next tokens, as if the rest were chosen at random.',
  formula: String.raw`\mathcal L = \big(Q_t - \operatorname{sg}[\hat A_i + \beta\, Q'_{t+1}]\big)^2, \quad Q_t = \rho\,(\log\pi_\theta - \log\pi_{\text{old}})(y_t), \quad Q'_{t+1} = \rho\, \operatorname*{mean}_v\,(\log\pi_\theta - \log\pi_{\text{old}})(v)`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'reward minus the group’s mean' },
    Q_t: { is: 'q', text: 'value of the sampled token, read from its log-ratio' },
    "Q'_{t+1}": { is: 'nextQ', text: 'mean value over the vocabulary at the next place; 0 after the last token' },
    '\\log\\pi_{\\text{old}}': { is: 'oldLogp', text: 'log-probability at the start of the update' },
    '\\rho': { is: 'rho', text: 'temperature: the log-ratio aims at advantage / ρ' },
    '\\beta': { is: 'beta', text: 'weight of the next value' },
  },
  claim:
    'A policy that acts greedily on the values of the random policy is optimal in trees with 0/1 rewards, and a softmax over them keeps every way to succeed. With several updates per batch, entropy falls more slowly than GRPO’s at equal success.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The released script for mathematics divides by the group’s deviation although the paper says it should not.',
    'The released loss averages over all tokens; the paper averages within each response first.',
    'On the first update the next value is 0: it equals REINFORCE with a centred reward, times 2ρ.',
  ],
  versusGrpo: 'A squared distance to a target log-ratio replaces ratio and clip; no division by the spread.',
  tasks: ['token-tree', 'countdown'],
  training: cutInto(4),
  defaults: { lone: 'raw' },
  conventions: { paper: { aggregation: 'seq-mean-token-mean' } },
  slots: {
    advantage: 'dr-grpo',
    objective: objective({
      needs: ['meanLogp', 'oldMeanLogp'],
      params: {
        rho: number({ label: 'Temperature ρ', default: 1, paper: 1, min: 0.001, max: 100, scale: 'log' }),
        beta: number({ label: 'Next-value weight β', default: 1, paper: 1, min: 0, max: 10 }),
      },
      compute: (tf, { now, oldLogp, oldMeanLogp, credit, mask }, { rho, beta }) => {
        const q = tf.mul<Tensor2D>(tf.sub(now.logp, oldLogp), rho)
        const value = tf.mul<Tensor2D>(tf.sub(now.meanLogp, oldMeanLogp), rho)
        const nextQ = nextGenerated(tf, value, mask)
        const target = detach(tf, tf.add<Tensor2D>(credit, tf.mul(nextQ, beta)))
        return { loss: tf.square(tf.sub<Tensor2D>(q, target)), explain: { q, nextQ, target } }
      },
    }),
  },
})
