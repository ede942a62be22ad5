import type { ColumnProvider } from './index.ts'
import { teacherLogits } from './shared/teacher.ts'

/** Trained on what is rewarded. */
export default {
  column: 'dpoLogits',
  provide: (run, frame) => teacherLogits(run, frame, 1),
} satisfies ColumnProvider
