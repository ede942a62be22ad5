/** verl compute_opo_outcome_advantage (b178a3c). */
import type { GoldenFamily } from '../golden/harness.ts'
import { verlOutcome } from '../golden/verl.ts'

export default [verlOutcome('core/verl-adv-opo', 'opo')] satisfies readonly GoldenFamily[]
