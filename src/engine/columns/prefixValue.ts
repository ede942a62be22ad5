import { valuesAlong } from '../../core/exact.ts'
import { exactColumn } from '../exact.ts'
import type { ColumnProvider } from './index.ts'

/** V(prefix) before each token, under the policy that sampled. */
export default {
  column: 'prefixValue',
  provide: (run, frame) => exactColumn(run, frame, valuesAlong),
} satisfies ColumnProvider
