/** verl compute_grpo_vectorized_outcome_advantage (b178a3c). */
import { fixed, type GoldenFamily, number } from '../golden/harness.ts'
import { verlOutcome } from '../golden/verl.ts'

export default [
  verlOutcome('core/verl-adv-grpo-vectorized', 'grpo-vectorized', ({ params }) => {
    fixed('norm_adv_by_std_in_grpo', params.norm_adv_by_std_in_grpo, true)
    return { epsilon: number(params.epsilon) }
  }),
] satisfies readonly GoldenFamily[]
