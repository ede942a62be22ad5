/** verl compute_grpo_passk_outcome_advantage (b178a3c). */
import type { GoldenFamily } from '../golden/harness.ts'
import { verlOutcome } from '../golden/verl.ts'

export default [
  verlOutcome('core/verl-adv-grpo-passk', 'grpo-passk', ({ params }) => ({
    scale: params.norm_adv_by_std_in_grpo === true ? 'group' : 'none',
  })),
] satisfies readonly GoldenFamily[]
