/** verl core_algos.compute_policy_loss_gspo (b178a3c, 0.9.1). */
import type { GoldenFamily } from '../golden/harness.ts'
import { aggregationOf, clipsOf, marks, verlLoss } from '../golden/verl-loss.ts'

export default [
  verlLoss({
    file: 'core/verl-loss-gspo',
    ignored: { loss_agg_mode: 'verl forces seq-mean-token-mean for GSPO, whatever is asked for' },
    id: 'gspo',
    params: clipsOf,
    driftLimit: 0,
    clipped: (got, mask) => marks(got, mask, ['clippedLow', 'clippedHigh']),
  }),
  verlLoss({
    file: 'trainers/verl-0.9.1-gspo',
    id: 'gspo',
    convention: 'verl',
    params: given => ({ ...clipsOf(given), ...aggregationOf(given) }),
    driftLimit: 0,
    clipped: (got, mask) => marks(got, mask, ['clippedLow', 'clippedHigh']),
  }),
] satisfies readonly GoldenFamily[]
