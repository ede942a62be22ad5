import { rowsOf } from '../run.ts'
import { provider } from './shared/provider.ts'
import { scoresOf } from './shared/scores.ts'

/** The learned reward model's score of every response; absent where the method has no such model. */
export default provider('modelReward', async (run, frame) => {
  const model = run.models.modelReward
  return model && scoresOf(run, model, rowsOf(frame))
})
