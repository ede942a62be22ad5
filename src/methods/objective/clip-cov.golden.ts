/** verl core_algos.compute_policy_loss_clip_cov (b178a3c). */
import { type GoldenFamily, number } from '../golden/harness.ts'
import { aggregationOf, clipsOf, marks, verlLoss } from '../golden/verl-loss.ts'

export default [
  {
    ...verlLoss({
      file: 'core/verl-loss-clip-cov',
      id: 'clip-cov',
      params: given => ({
        ...clipsOf(given),
        ...aggregationOf(given),
        covShare: number(given.clip_cov_ratio),
        covLow: number(given.clip_cov_lb),
        covHigh: number(given.clip_cov_ub),
      }),
      edges: given => [1 - clipsOf(given).clipLow, 1 + clipsOf(given).clipHigh],
      driftLimit: 0,
      clipped: (got, mask) => marks(got, mask, ['clippedCov']),
      more: got => ({ covariance: got.explain.covariance, eligible: got.explain.eligible }),
    }),
    onlyWhere: { covariance: 'response_mask', eligible: 'response_mask' },
  },
] satisfies readonly GoldenFamily[]
