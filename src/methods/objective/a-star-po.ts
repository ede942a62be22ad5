import type { Tensor2D } from '@tensorflow/tfjs-core'
import { spread } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { trainedOf } from '../../core/formulas/rejected.ts'
import { advantage, credit, defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { rowSum } from '../../core/rows.ts'
import { isSilent, memoryOf, optimalValue, withFirst } from './a-star-po.math.ts'

/** Golden: TRL A2POTrainer._estimate_optimal_values, compute_loss (1.16.0). */
export default defineMethod({
  id: 'a-star-po',
  title: 'A*-PO',
  paper: { title: 'Accelerating RL for LLM reasoning with optimal advantage regression', id: '2505.20686', year: 2025 },
  idea: 'Estimate once, from a few samples of the reference, what each problem is worth to the best policy; then regress the log-ratio of single responses on their reward above that value.',
  formula: String.raw`\mathcal L_i = \bigl(\beta_2 \textstyle\sum_t d_t - \hat A_i\bigr)^2, \qquad \hat A_i = r_i - V^*, \qquad V^* = \beta_1 \log \operatorname{mean}_j e^{r_j / \beta_1}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'reward of response i above what the problem is worth' },
    r_i: { is: 'reward', text: 'its reward' },
    'V^*': { is: 'optimalValue', text: 'worth of the problem to the best policy near the reference' },
    d_t: { is: 'drift', text: 'log-probability of token t now minus that under the reference' },
    '\\beta_1': { is: 'valueBeta', text: 'small: the best of the first responses; large: their mean' },
    '\\beta_2': { is: 'driftBeta', text: 'price of drifting from the reference' },
  },
  claim:
    'One response to each problem and iteration is enough once the values are known: no group, no critic, no clip. Set the group size to 1 after the first epoch and compare reward per sampled response with GRPO. The paper halves training time that way; that is not reproduced here.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'A problem that nobody solved at first is left out for good: TRL drops those whose rewards add up to 0, even if some are negative and some positive.',
    'At the optimum the log-ratio is (r - V*)/β₂, hundreds of nats at the paper’s β₂ of 0.001: training stops long before. Here the default is 0.1.',
    'In TRL a response without tokens adds its squared target to the loss; nothing depends on it, and here it adds nothing.',
  ],
  versusGrpo: 'The baseline is a fixed value per problem instead of the siblings’ mean, and the loss a squared error.',
  tasks: ['bandit', 'token-tree', 'modular-arithmetic'],
  standIn:
    'A problem’s value comes from its first group of responses, drawn by the policy as it was then; the paper draws eight from the reference beforehand.',
  shipped: ['trl'],
  slots: {
    advantage: advantage({
      needs: ['problem'],
      params: {
        valueBeta: number({ label: 'Value β₁', default: 0.5, paper: 0.5, trl: 0.5, min: 0.01, max: 100, scale: 'log' }),
      },
      compute: (batch, { valueBeta }, { state }) => {
        const known = withFirst(batch, memoryOf<number>(state), rewards => optimalValue(rewards, valueBeta))
        const value = Float32Array.from(batch.group, g => known[batch.problem[g]!]!)
        return {
          advantage: batch.reward.map((r, i) => r - value[i]!),
          explain: rolloutColumns(['optimalValue'], { optimalValue: value }),
          state: known,
        }
      },
    }),
    credit: credit({
      needs: ['advantage', 'problem'],
      writes: ['trained'],
      compute: (batch, _, { state }) => {
        const silent = withFirst(batch, memoryOf<boolean>(state), isSilent)
        const kept = Float32Array.from(batch.group, g => (silent[batch.problem[g]!] ? 0 : 1))
        return {
          credit: spread(batch, batch.advantage),
          columns: { trained: trainedOf(batch, kept) },
          explain: rolloutColumns(['kept'], { kept }),
          state: silent,
        }
      },
    }),
    objective: objective({
      needs: ['refLogp'],
      params: {
        driftBeta: number({ label: 'Drift β₂', default: 0.1, paper: 1e-3, trl: 1e-3, min: 0, max: 10, scale: 'log' }),
      },
      compute: (tf, { now, refLogp, advantage: above, length }, { driftBeta }) => {
        const drift = tf.sub<Tensor2D>(now.logp, refLogp)
        const error = tf.sub<Tensor2D>(tf.mul(rowSum(tf, drift), driftBeta), above)
        // The response's loss stands in equal shares at its tokens.
        const share = tf.div<Tensor2D>(tf.square(error), tf.maximum(length, 1))
        return { loss: tf.mul<Tensor2D>(share, tf.onesLike(now.logp)), explain: { drift } }
      },
    }),
    aggregation: 'seq-mean-token-sum',
  },
})
