/** verl core_algos.compute_policy_loss_bypass_mode (0.9.1): its old log-probabilities are the sampler's. */
import type { ParamValues } from '../../core/params.ts'
import { rulesOf, weightsOf } from '../credit/rollout-correction.golden.ts'
import {
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  matrix,
  meaning,
  number,
  settings,
  text,
} from '../golden/harness.ts'

/** Weights are for reinforce; beside the clip verl computes and logs them only. */
function lossKind(given: GoldenCase['params']): ParamValues {
  const bypassLoss = meaning(given.loss_type ?? 'ppo_clip', { ppo_clip: 'clip', reinforce: 'reinforce' })
  const weights = weightsOf(given)
  return bypassLoss === 'reinforce' ? { bypassLoss, ...weights } : { bypassLoss }
}

const bypass: GoldenFamily = {
  file: 'trainers/verl-bypass',
  ignored: { note: 'says which policy is the old one' },
  run: ({ inputs, params }) => {
    const values = settings('bypass', 'verl', {
      ...lossKind(params),
      ...rulesOf(params),
      aggregation: text(params.loss_agg_mode),
      clipLow: number(params.clip_ratio_low ?? 0.2),
      clipHigh: number(params.clip_ratio_high ?? 0.2),
      dualClip: number(params.clip_ratio_c ?? 3),
    })
    const columns = {
      logp: matrix(inputs.log_prob),
      samplerLogp: matrix(inputs.old_log_prob),
      credit: matrix(inputs.advantages),
    }
    const { loss, gradient } = lossOf('bypass', values, { mask: matrix(inputs.response_mask), columns })
    return { loss, grad_log_prob: gradient.logp }
  },
}

export default [bypass] satisfies readonly GoldenFamily[]
