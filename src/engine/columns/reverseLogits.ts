import { provider } from './shared/provider.ts'
import { teacherLogits } from './shared/teacher.ts'

/** Trained on the opposite of what is rewarded. */
export default provider('reverseLogits', (run, frame, { dpoBeta }) => teacherLogits(run, frame, dpoBeta, -1))
