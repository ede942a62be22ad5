/** verl (b178a3c); see the method's file. */
import type { GoldenFamily } from '../golden/harness.ts'
import { tokenBaselineFamily } from '../golden/token-baseline.ts'

export default [
  tokenBaselineFamily('core/verl-adv-tir-optimal-token-baseline', 'tir-optimal-token-baseline', 'verl-b178a3c'),
] satisfies readonly GoldenFamily[]
