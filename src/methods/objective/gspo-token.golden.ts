/** SkyRL ppo_utils.gspo_policy_loss (a956457), ms-swift importance_sampling_level "sequence_token" (3602360). */
import { skyrlReduction } from '../golden/given.ts'
import {
  fixed,
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  maskedMean,
  matrix,
  number,
  settings,
} from '../golden/harness.ts'
import { marks } from '../golden/verl-loss.ts'

/** Which trainer's, and how far the log-ratio may go. */
function trainerOf({ params }: GoldenCase) {
  if (params.importance_sampling_level === undefined)
    return { trainer: 'skyrl', cap: number(params.log_ratio_max) } as const
  fixed('importance_sampling_level', params.importance_sampling_level, 'sequence_token')
  fixed('loss_type', params.loss_type, 'grpo')
  return { trainer: 'ms-swift', cap: 0 } as const
}

export default [
  {
    file: 'trainers/gspo-token',
    run: c => {
      const { inputs, params } = c
      const mask = matrix(inputs.response_mask)
      const { trainer, cap } = trainerOf(c)
      const values = settings('gspo-token', trainer, {
        clipLow: number(params.eps_clip_low),
        clipHigh: number(params.eps_clip_high),
        meanLogRatioCap: cap,
        ...skyrlReduction(params.loss_reduction),
      })
      const columns = {
        logp: matrix(inputs.log_prob),
        oldLogp: matrix(inputs.old_log_prob),
        credit: matrix(inputs.advantages),
      }
      const got = lossOf('gspo-token', values, { mask, columns })
      const clipped = maskedMean(mask, marks(got, mask, ['clippedLow', 'clippedHigh']))
      return { loss: got.loss, grad_log_prob: got.gradient.logp, metrics: { clip_ratio: clipped } }
    },
  },
] satisfies readonly GoldenFamily[]
