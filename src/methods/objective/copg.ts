import type { Tensor2D } from '@tensorflow/tfjs-core'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { differences, meanOverPairs, rowSum } from '../../core/rows.ts'

/** Golden: copg-pairs (derived from the paper). */
export default defineMethod({
  id: 'copg',
  title: 'CoPG',
  paper: { title: 'Contrastive policy gradient: aligning LLMs on sequence-level scores', id: '2406.19185', year: 2024 },
  idea: 'Compare two responses by reward minus the price of their distance from the reference, and move the policy until the two agree; no importance weights are needed, whoever sampled them.',
  formula: String.raw`\mathcal L = \frac{1}{2\beta}\big(R_\beta(y_i) - R_\beta(y_j)\big)^2, \quad R_\beta(y) = r(y) - \beta \sum_t \big(\log\pi_\theta(y_t) - \log\pi_{\text{ref}}(y_t)\big)`,
  symbols: {
    'R_\\beta(y)': { is: 'regularisedReward', text: 'reward minus the price of the whole response' },
    'r(y)': { is: 'reward', text: 'its reward' },
    '\\beta': { is: 'copgBeta', text: 'price of one nat' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of token t now' },
    '\\log\\pi_{\\text{ref}}(y_t)': { is: 'refLogp', text: 'the same under the reference' },
  },
  claim:
    'On off-policy data plain policy gradient without weights ends at the wrong place, this loss at the optimum. On the bandit watch it settle at base times exp(r/β) instead of a single arm.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'Log-probabilities are summed, so long responses pay more: β that suits ten tokens is too large for a thousand.',
    'Only the scale 1/β of the loss is a convention; the optimum does not depend on it.',
    'Small minibatches split groups: only pairs that are in one minibatch count.',
  ],
  versusGrpo: 'Pairs of regularised rewards instead of an advantage; no ratio, no clip.',
  tasks: ['bandit', 'token-tree'],
  defaults: { emptyRows: 'count' },
  slots: {
    advantage: 'dr-grpo',
    aggregation: 'seq-mean-token-mean',
    objective: objective({
      needs: ['group', 'reward', 'refLogp'],
      params: {
        copgBeta: number({
          label: 'KL price β',
          default: 0.3,
          min: 0.001,
          max: 10,
          scale: 'log',
          note: 'Small aims at the best response only.',
        }),
      },
      compute: (tf, tensors, { copgBeta }) => {
        const { now, refLogp, reward, group } = tensors
        const price = tf.mul(rowSum(tf, tf.sub<Tensor2D>(now.logp, refLogp)), copgBeta)
        const regularisedReward = tf.sub<Tensor2D>(reward, price)
        // Each pair stands twice in the table: half of its loss at either response.
        const perPair = tf.div<Tensor2D>(tf.square(differences(tf, regularisedReward)), 4 * copgBeta)
        return { loss: meanOverPairs(tf, perPair, group, tensors), explain: { regularisedReward } }
      },
    }),
  },
})
