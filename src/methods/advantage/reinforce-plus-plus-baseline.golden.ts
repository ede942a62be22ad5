/** verl compute_reinforce_plus_plus_baseline_outcome_advantage (b178a3c). */
import type { GoldenFamily } from '../golden/harness.ts'
import { verlOutcome } from '../golden/verl.ts'

export default [
  verlOutcome('core/verl-adv-reinforce-plus-plus-baseline', 'reinforce-plus-plus-baseline'),
] satisfies readonly GoldenFamily[]
