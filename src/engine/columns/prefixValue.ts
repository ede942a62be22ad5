import { valuesAlong } from '../../core/exact.ts'
import type { ColumnProvider } from './index.ts'
import { exactColumn } from './shared/exact.ts'

/** V(prefix) before each token, under the policy that sampled. */
export default {
  column: 'prefixValue',
  provide: (run, frame) => exactColumn(run, frame, valuesAlong),
} satisfies ColumnProvider
