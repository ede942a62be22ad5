import { looksOf } from './shared/attention.ts'
import { provider } from './shared/provider.ts'

/** How much later tokens look at each, in the global heads. */
export default provider('lookInfluence', async (run, frame, params) => (await looksOf(run, frame, params))?.influence)
