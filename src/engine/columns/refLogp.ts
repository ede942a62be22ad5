import { rowsOf } from '../run.ts'
import type { ColumnProvider } from './index.ts'

/** Log-probabilities of the same tokens under the frozen base policy, at the same temperature. */
export default {
  column: 'refLogp',
  provide: async (run, frame) => (await run.reference.score(rowsOf(frame), run.params.temperature)).logp,
} satisfies ColumnProvider
