/** verl compute_grpo_vectorized_outcome_advantage (b178a3c). */
import type { GoldenFamily } from '../golden/harness.ts'
import { verlOutcome } from '../golden/verl.ts'

export default [verlOutcome('core/verl-adv-grpo-vectorized', 'grpo-vectorized')] satisfies readonly GoldenFamily[]
