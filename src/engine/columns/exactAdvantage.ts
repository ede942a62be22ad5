import { advantageOfTokens } from '../../core/exact.ts'
import { exactColumn } from '../exact.ts'
import type { ColumnProvider } from './index.ts'

/** Q(prefix, token) - V(prefix) under the policy that sampled. */
export default {
  column: 'exactAdvantage',
  provide: (run, frame) => exactColumn(run, frame, advantageOfTokens),
} satisfies ColumnProvider
