import { advantageOfTokens } from '../../core/exact.ts'
import { exactColumn } from './shared/exact.ts'
import { provider } from './shared/provider.ts'

/** Q(prefix, token) - V(prefix) under the policy that sampled. */
export default provider('exactAdvantage', (run, frame) => exactColumn(run, frame, advantageOfTokens))
