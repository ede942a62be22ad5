import { rowsOf } from '../run.ts'
import { provider } from './shared/provider.ts'
import { tokenScoresOf } from './shared/scores.ts'

/** What the learned model says each token contributes; absent where the method has no such model. */
export default provider('progress', async (run, frame) => {
  const model = run.models.progress
  return model && tokenScoresOf(run, model, rowsOf(frame))
})
