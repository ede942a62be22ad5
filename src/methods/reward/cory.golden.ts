/** Derived from Harry67Hu/CORY imdb_train/cory.py (710219f): what both agents are paid. */
import { batchOf, context, type GoldenFamily, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const family: GoldenFamily = {
  file: 'data/cory',
  notRun: ({ inputs }) =>
    'epochs' in inputs ? 'when two sets of weights change places: both roles have rows of one table here' : undefined,
  run: ({ inputs }) => {
    const [pioneer, observer] = [vector(inputs.reward_pioneer), vector(inputs.reward_observer)]
    const batch = batchOf({
      mask: pioneer.map(() => [1, 1]),
      columns: { attempt: pioneer.map((first, i) => [first, observer[i]!]) },
    })
    const { reward } = resolveMethod('cory').reward!.part.compute(
      'golden',
      batch,
      settings('cory', 'none', {}),
      context,
    )
    return { shared_reward: [...reward] }
  },
}

export default [family] satisfies readonly GoldenFamily[]
