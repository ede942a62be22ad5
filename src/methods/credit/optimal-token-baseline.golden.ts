/** verl (b178a3c, 0.9.1); see the method's file. */
import type { GoldenFamily } from '../golden/harness.ts'
import { tokenBaselineFamily } from '../golden/token-baseline.ts'

export default [
  tokenBaselineFamily('core/verl-adv-optimal-token-baseline', 'optimal-token-baseline', 'verl-b178a3c'),
  tokenBaselineFamily('trainers/verl-0.9.1-otb', 'optimal-token-baseline', 'verl'),
] satisfies readonly GoldenFamily[]
