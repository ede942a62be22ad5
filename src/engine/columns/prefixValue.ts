import { valuesAlong } from '../../core/exact.ts'
import { exactColumn } from './shared/exact.ts'
import { provider } from './shared/provider.ts'

/** V(prefix) before each token, under the policy that sampled. */
export default provider('prefixValue', (run, frame) => exactColumn(run, frame, valuesAlong))
