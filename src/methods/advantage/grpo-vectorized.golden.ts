/** verl compute_grpo_vectorized_outcome_advantage (b178a3c). */
import { flag, type GoldenFamily, number } from '../golden/harness.ts'
import { verlOutcome } from '../golden/verl.ts'

export default [
  verlOutcome('core/verl-adv-grpo-vectorized', 'grpo-vectorized', ({ params }) => {
    const scale = flag(params.norm_adv_by_std_in_grpo) ? 'group' : 'none'
    return { scale, epsilon: number(params.epsilon) }
  }),
] satisfies readonly GoldenFamily[]
