import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core'
import { maskOf } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { mean } from '../../core/math.ts'
import { credit, defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: derived by backward induction; the first tree is that of the paper's figure. */
export default defineMethod({
  id: 'rover-tabular',
  title: 'ROVER, exact',
  paper: {
    title: 'Random policy valuation is enough for LLM reasoning with verifiable rewards',
    id: '2509.24981',
    year: 2025,
  },
  idea: 'Value every token by how often a policy that babbles at random would succeed after it, and say tokens in proportion to the exponential of that.',
  formula: String.raw`\mathcal L_t = \mathrm{KL}\bigl(\operatorname{softmax}(Q_t / \rho) \,\|\, \pi_\theta\bigr), \qquad \hat A_t = Q_t(y_t) - \operatorname*{mean}_v Q_t(v)`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'what the token adds to the chance of babbling on to success' },
    'Q_t(v)': { is: 'uniformQ', text: 'chance of success after each token v, when babbling at random from there' },
    'Q_t(y_t)': { is: 'valueOfToken', text: 'the same after the token that was said' },
    '\\rho': { is: 'tableRho', text: 'temperature: small values say the best tokens only' },
  },
  claim:
    'Greedy on these values is optimal for rewards 0 or 1, and the softmax keeps every way to succeed. On the token tree watch distinct right leaves beside pass@1, and GRPO’s at the same pass@1.',
  panel: 'credit',
  confidence: 'paper-verified',
  pitfalls: [
    'The paper reports that ρ = 1 covers all four goals of its toy tree with full success. Exact values differ by at most 1, so ρ = 1 leaves most of the probability to failure; lower it and success comes near 1.',
    'Graded rewards break it: a branch that is good on average hides the best leaf of another.',
    'It knows the verifier’s answers by listing all responses. The learned form is ROVER.',
  ],
  versusGrpo: 'No sampling error and no moving target: the values belong to the world, not to the policy.',
  tasks: ['token-tree', 'bandit'],
  standIn:
    'Values of random play are exact, found by listing all answers; ROVER for language models learns them as it goes.',
  slots: {
    advantage: 'dr-grpo',
    aggregation: 'seq-mean-token-sum',
    credit: credit({
      needs: ['uniformQ'],
      compute: batch => {
        const V = batch.uniformQ.length / Math.max(1, batch.token.length)
        const mask = maskOf(batch)
        const valueOfToken = Float32Array.from(batch.token, (token, t) => batch.uniformQ[t * V + token]!)
        const share = valueOfToken.map((q, t) =>
          mask[t] === 0 ? 0 : q - mean(batch.uniformQ.subarray(t * V, t * V + V)),
        )
        return { credit: share, explain: tokenColumns({ valueOfToken }) }
      },
    }),
    objective: objective({
      needs: ['logits', 'uniformQ'],
      params: {
        tableRho: number({
          label: 'Temperature ρ',
          default: 0.05,
          paper: 1,
          min: 0.005,
          max: 10,
          scale: 'log',
          note: 'Values of a tree are small: 1 is nearly uniform.',
        }),
      },
      compute: (tf, { now, uniformQ }, { tableRho }) => {
        const target = tf.logSoftmax(tf.div<Tensor3D>(uniformQ, tableRho))
        const apart = tf.sub<Tensor3D>(target, tf.logSoftmax(now.logits))
        const gap = tf.sum<Tensor2D>(tf.mul(tf.exp(target), apart), 2)
        return { loss: gap, explain: { gap } }
      },
    }),
  },
})
