import { advantageOfTokens } from '../../core/exact.ts'
import type { ColumnProvider } from './index.ts'
import { exactColumn } from './shared/exact.ts'

/** Q(prefix, token) - V(prefix) under the policy that sampled. */
export default {
  column: 'exactAdvantage',
  provide: (run, frame) => exactColumn(run, frame, advantageOfTokens),
} satisfies ColumnProvider
