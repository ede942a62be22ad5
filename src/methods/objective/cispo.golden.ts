/** verl core_algos.compute_policy_loss_cispo (b178a3c). */
import type { GoldenFamily } from '../golden/harness.ts'
import { aggregationOf, clipsOf, marks, verlLoss } from '../golden/verl-loss.ts'

export default [
  verlLoss({
    file: 'core/verl-loss-cispo',
    id: 'cispo',
    params: given => ({ ...clipsOf(given), ...aggregationOf(given) }),
    edges: given => [1 - clipsOf(given).clipLow, 1 + clipsOf(given).clipHigh],
    driftLimit: 20,
    clipped: (got, mask) => marks(got, mask, ['capped']),
  }),
] satisfies readonly GoldenFamily[]
