import type { ColumnProvider } from './index.ts'
import { looksOf } from './shared/attention.ts'

/** How far each token looks back, in the local heads. */
export default {
  column: 'lookDistance',
  provide: async (run, frame) => (await looksOf(run, frame))?.distance,
} satisfies ColumnProvider
