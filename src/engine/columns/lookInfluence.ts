import type { ColumnProvider } from './index.ts'
import { looksOf } from './shared/attention.ts'

/** How much later tokens look at each, in the global heads. */
export default {
  column: 'lookInfluence',
  provide: async (run, frame) => (await looksOf(run, frame))?.influence,
} satisfies ColumnProvider
