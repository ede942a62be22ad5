import { provider } from './shared/provider.ts'
import { taughtTokens } from './shared/teachers.ts'

/** Log-probabilities of the tokens under the teacher that the settings name. */
export default provider('teacherLogp', taughtTokens)
