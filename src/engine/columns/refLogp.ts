import { rowsOf } from '../run.ts'
import { provider } from './shared/provider.ts'

/** Log-probabilities of the same tokens under the frozen base policy, at the same temperature. */
export default provider(
  'refLogp',
  async (run, frame) => (await run.reference.score(rowsOf(frame), run.params.temperature)).logp,
)
