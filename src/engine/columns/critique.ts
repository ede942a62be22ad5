import { purpose, uniform } from '../../core/rng.ts'
import { responseOf } from '../run.ts'
import { provider } from './shared/provider.ts'

/** Share of critiques that call each token's step wrong: the task's judge, each time misread with some probability. */
export default provider(
  'critique',
  async ({ task, level, seed }, { batch, problems, iteration }, { critiques: count, critiqueNoise: noise }) => {
    const { judgeSteps } = task
    if (!judgeSteps) return undefined
    const result = new Float32Array(batch.token.length)
    for (let i = 0; i < batch.rollouts; i++) {
      let start = batch.tokenStart[i]!
      judgeSteps(level, problems[batch.group[i]!]!, responseOf(batch, i)).forEach((opinion, at) => {
        if (Number.isNaN(opinion)) return
        const end = batch.tokenStart[i]! + at + 1
        let wrong = 0
        for (let k = 0; k < count; k++) {
          const misread = uniform(seed, purpose.method, iteration, end, k) < noise
          wrong += opinion < 0 !== misread ? 1 : 0
        }
        result.fill(wrong / count, start, end)
        start = end
      })
    }
    return result
  },
)
