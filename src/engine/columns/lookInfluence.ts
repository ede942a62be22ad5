import type { ColumnProvider } from './index.ts'
import { looksOf } from './shared/attention.ts'

/** How much later tokens look at each, in the global heads. */
export default {
  column: 'lookInfluence',
  provide: async (run, frame) =>
    // A forward pass by plain operations: only for those who learn from it.
    run.method.needs.includes('lookInfluence') ? (await looksOf(run, frame))?.influence : undefined,
} satisfies ColumnProvider
