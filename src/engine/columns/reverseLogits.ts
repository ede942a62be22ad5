import type { ColumnProvider } from './index.ts'
import { teacherLogits } from './shared/teacher.ts'

/** Trained on the opposite of what is rewarded. */
export default {
  column: 'reverseLogits',
  provide: (run, frame) => teacherLogits(run, frame, -1),
} satisfies ColumnProvider
