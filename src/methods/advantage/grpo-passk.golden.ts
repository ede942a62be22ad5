/** verl compute_grpo_passk_outcome_advantage (b178a3c). */
import { flag, type GoldenFamily, number } from '../golden/harness.ts'
import { verlOutcome } from '../golden/verl.ts'

export default [
  verlOutcome('core/verl-adv-grpo-passk', 'grpo-passk', ({ params }) => ({
    scale: flag(params.norm_adv_by_std_in_grpo) ? 'group' : 'none',
    epsilon: number(params.epsilon ?? 1e-6),
  })),
] satisfies readonly GoldenFamily[]
