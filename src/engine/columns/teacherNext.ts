import { provider } from './shared/provider.ts'
import { taught } from './shared/teachers.ts'

/** The same teacher's whole distribution before each token. */
export default provider('teacherNext', taught)
