import { continuationMean } from '../../core/formulas/monte-carlo.ts'
import { purpose } from '../../core/rng.ts'
import { isOver } from '../../core/task.ts'
import { tokensOf } from '../../policy/join.ts'
import { responseOf } from '../run.ts'
import { type Ask, rollOut } from '../sampling/rollout.ts'
import { provider } from './shared/provider.ts'

/** Mean reward of fresh continuations of every `valueEvery`-th prefix of every response; NaN at the tokens between. */
export default provider(
  'sampledValue',
  async (run, frame, { continuations: count, valueEvery: every, unfinishedReward }) => {
    const { batch, problems, iteration } = frame
    const { task, level } = run
    const places: number[] = []
    const asks: Ask[] = []
    for (let i = 0; i < batch.rollouts; i++) {
      const problem = problems[batch.group[i]!]!
      const said = responseOf(batch, i)
      for (let t = 0; t < said.length; t += every) {
        const place = batch.tokenStart[i]! + t
        if (batch.mask?.[place] === 0) continue
        places.push(place)
        for (let k = 0; k < count; k++) asks.push({ problem, rollout: place * count + k, forced: said.slice(0, t) })
      }
    }
    const sampled = await rollOut(run, asks, { key: [purpose.branch, iteration] })
    const ends = asks.map(({ problem }, at) => {
      const said = tokensOf({ sampled, at })
      const unfinished = task.end !== undefined && isOver(task, level, said) && said.at(-1) !== task.end
      return { reward: task.verify(level, problem, said).reward, unfinished }
    })
    const values = new Float32Array(batch.token.length).fill(Number.NaN)
    places.forEach((place, at) => {
      values[place] = continuationMean(ends.slice(at * count, (at + 1) * count), unfinishedReward)
    })
    return values
  },
)
