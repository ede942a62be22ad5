/** verl core_algos.compute_policy_loss_gspo (b178a3c). */
import type { GoldenFamily } from '../golden/harness.ts'
import { clipsOf, marks, verlLoss } from '../golden/verl-loss.ts'

export default [
  verlLoss({
    file: 'core/verl-loss-gspo',
    ignored: { loss_agg_mode: 'verl forces seq-mean-token-mean for GSPO, whatever is asked for' },
    id: 'gspo',
    params: clipsOf,
    driftLimit: 0,
    clipped: (got, mask) => marks(got, mask, ['clippedLow', 'clippedHigh']),
  }),
] satisfies readonly GoldenFamily[]
