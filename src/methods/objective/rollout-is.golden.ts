/** SkyRL ppo_utils.rollout_is_policy_loss (a956457). */
import { skyrlReduction } from '../golden/given.ts'
import { fixed, type GoldenFamily, keepSide, lossOf, maskedMean, matrix, number, settings } from '../golden/harness.ts'

export default [
  {
    file: 'trainers/rollout-is',
    run: ({ inputs, params }) => {
      fixed('anchor', params.anchor, 'rollout_log_prob')
      const mask = matrix(inputs.response_mask)
      const samplerLogp = matrix(inputs.rollout_log_prob)
      const [clipLow, clipHigh] = [number(params.eps_clip_low), number(params.eps_clip_high)]
      const values = settings('rollout-is', 'skyrl', { clipLow, clipHigh, ...skyrlReduction(params.loss_reduction) })
      const edges = [1 - clipLow, 1 + clipHigh].filter(edge => edge !== 1)
      const logp = keepSide(matrix(inputs.log_prob), samplerLogp, edges)
      const columns = { logp, samplerLogp, oldLogp: matrix(inputs.old_log_prob), credit: matrix(inputs.advantages) }
      const got = lossOf('rollout-is', values, { mask, columns })
      const out = got.explain.weight!.map(row => row.map(weight => (weight === 0 ? 1 : 0)))
      return { loss: got.loss, grad_log_prob: got.gradient.logp, metrics: { clip_ratio: maskedMean(mask, out) } }
    },
  },
] satisfies readonly GoldenFamily[]
