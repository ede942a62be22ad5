import type { Tensor2D } from '@tensorflow/tfjs-core'
import { imitationWeight } from '../../core/formulas/imitation.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: Trinity-RFT chord_policy_loss.SFTPhiLossFn (0.6.0). */
export default defineMethod({
  id: 'sft-phi',
  title: 'SFT-φ',
  paper: {
    title: 'On-policy RL meets off-policy experts: harmonizing SFT and RL via dynamic weighting',
    id: '2508.11408',
    year: 2025,
  },
  idea: 'Imitate where the policy is undecided: a demonstrated token counts most at probability one half, and little where it is certain or unheard of.',
  formula: String.raw`\mathcal L_t = -x_t\, \phi_t\, \min\bigl(\log\pi_\theta(y_t), \log c_\phi\bigr), \qquad \phi_t = \operatorname{sg}[p_t (1 - p_t)]`,
  symbols: {
    x_t: { is: 'credit', text: '1 for tokens of a demonstration, 0 for the policy’s own' },
    '\\phi_t': { is: 'weight', text: 'weight of the token, without gradient' },
    p_t: { is: 'probability', text: 'its probability now' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of token t' },
    'c_\\phi': { is: 'cutoff', text: 'probability from which on a token teaches nothing; 1 is off' },
  },
  claim:
    'The part of CHORD that imitates, by itself. Certain tokens keep their certainty and strange ones do not tear the policy apart: entropy should fall more slowly than with sft. From a start that gives demonstrations almost no probability it learns nothing, as dft.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'At probability 0 and at 1 nothing is learned: what the policy would never say stays so.',
    'The cut-off holds the log-probability, and with it the gradient, but the weight is that of the probability before it.',
  ],
  versusGrpo: 'Demonstrations instead of the policy’s own responses, weighed by how undecided the policy is.',
  tasks: ['modular-arithmetic', 'token-tree', 'countdown', 'fork-tokens'],
  standIn: 'The task’s own right answers are the demonstrations, in place of texts by people or a larger model.',
  shipped: ['trinity'],
  defaults: { demonstrations: 64 },
  conventions: { trinity: { emptyRows: 'count' } },
  slots: {
    sampler: 'sft',
    credit: 'sft',
    aggregation: 'token-mean',
    objective: objective({
      params: {
        cutoff: number({ label: 'Cut-off', default: 1, by: { trinity: 1 }, min: 0.01, max: 1 }),
      },
      compute: (tf, { now, credit }, { cutoff }) => {
        const weight = imitationWeight(tf, now.logp, 'doubt')
        const held = tf.clipByValue<Tensor2D>(now.logp, -1e30, Math.log(cutoff))
        return { loss: tf.neg(tf.mul<Tensor2D>(tf.mul(weight, credit), held)), explain: { weight } }
      },
    }),
  },
})
