import { purpose } from '../../core/rng.ts'
import { tokensOf } from '../../policy/join.ts'
import { rollOut } from '../sampling/rollout.ts'
import { provider } from './shared/provider.ts'

/** Reward of one greedy response per problem, for every rollout of that problem. */
export default provider('greedyReward', async (run, { problems, batch, iteration }) => {
  const asks = problems.map(problem => ({ problem, rollout: 0, forced: [] }))
  const sampled = await rollOut(run, asks, { key: [purpose.sample, iteration], greedy: true })
  const rewards = problems.map((problem, at) => run.task.verify(run.level, problem, tokensOf({ sampled, at })).reward)
  return Float32Array.from(batch.group, group => rewards[group]!)
})
