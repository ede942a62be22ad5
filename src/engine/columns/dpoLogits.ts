import { provider } from './shared/provider.ts'
import { teacherLogits } from './shared/teacher.ts'

/** Trained on what is rewarded. */
export default provider('dpoLogits', (run, frame, { dpoBeta }) => teacherLogits(run, frame, dpoBeta, 1))
