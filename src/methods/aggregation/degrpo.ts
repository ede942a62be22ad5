import type { Scalar } from '@tensorflow/tfjs-core'
import { aggregation, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { firstGenerated } from '../../core/rows.ts'

/** Golden: Thinkless core_algos.compute_policy_loss and compute_grpo_outcome_advantage (aa225d2). */
export default defineMethod({
  id: 'degrpo',
  title: 'DeGRPO',
  paper: { title: 'Thinkless: LLM learns when to think', id: '2505.13379', year: 2025 },
  idea: 'The first token chooses between a short and a long answer: average its loss over responses and the rest over tokens, so that neither drowns the other.',
  formula: String.raw`\mathcal L = \alpha\, \frac1n \sum_i \ell_{i,1} + \frac{\sum_i \sum_{t>1} \ell_{i,t}}{\sum_i (|y_i| - 1)}, \quad \ell = -\min\big(\rho_t \hat A_t, \operatorname{clip}(\rho_t, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}}) \hat A_t\big)`,
  symbols: {
    '\\alpha': { is: 'controlWeight', text: 'weight of the first token' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'In a mean over tokens the choice of mode is one token among hundreds; in a mean per response the short mode learns faster by the ratio of lengths and takes over. With its own weight for the choice, easy problems are to be answered shortly and hard ones at length. The collapse it cures needs problems that share weights.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The released α of 0.001 suits responses of thousands of tokens: with ten, take 0.1 or more.',
    'Responses of one token make the released loss NaN; here the second term is then 0.',
    'The rewards belong to the method: right and short 1, right and long 0.5, wrong -1.',
  ],
  versusGrpo: 'The first token has a weight of its own in the average; no division by the spread.',
  tasks: ['length-budget', 'fork-tokens'],
  standIn:
    'The first token of the answer takes the place of the mode token, although it chooses no mode in these tasks, and the task’s own reward that of the method’s; the paper’s first token is “think” or “short”, and a right short answer pays most.',
  slots: {
    advantage: 'dr-grpo',
    objective: 'ppo',
    aggregation: aggregation({
      params: {
        controlWeight: number({
          label: 'Weight of the first token α',
          default: 0.1,
          paper: 0.001,
          min: 0,
          max: 10,
          scale: 'log',
        }),
      },
      compute: (tf, loss, { length, mask }, { controlWeight }) => {
        const first = firstGenerated(tf, mask)
        const [firsts, rest] = [tf.sum(tf.mul(loss, first)), tf.sum(tf.mul(loss, tf.sub(mask, first)))]
        const others = tf.maximum(tf.sub(tf.sum(length), tf.sum(first)), 1)
        return tf.add<Scalar>(tf.mul(tf.div(firsts, loss.shape[0]), controlWeight), tf.div(rest, others))
      },
    }),
  },
})
