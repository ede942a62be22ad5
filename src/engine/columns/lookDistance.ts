import { looksOf } from './shared/attention.ts'
import { provider } from './shared/provider.ts'

/** How far each token looks back, in the local heads. */
export default provider('lookDistance', async (run, frame, params) => (await looksOf(run, frame, params))?.distance)
