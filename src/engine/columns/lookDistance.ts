import type { ColumnProvider } from './index.ts'
import { looksOf } from './shared/attention.ts'

/** How far each token looks back, in the local heads. */
export default {
  column: 'lookDistance',
  provide: async (run, frame) =>
    // A forward pass by plain operations: only for those who learn from it.
    run.method.needs.includes('lookDistance') ? (await looksOf(run, frame))?.distance : undefined,
} satisfies ColumnProvider
