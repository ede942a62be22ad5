/** QingyangZhang/EMPO trl/src/open_r1/rewards.py get_empo_math_reward (c5eccd4). */
import { shapeReward } from '../estimate.ts'
import { batchOf, context, fixed, type GoldenFamily, settings, texts } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { clustersOf } from './empo.math.ts'

const family: GoldenFamily = {
  file: 'data/empo',
  run: ({ inputs, params }) => {
    const answer = texts(inputs.answers)
    fixed('group', params.group, answer.length)
    const batch = { ...batchOf({ mask: answer.map(() => [1]) }), answer }
    const got = shapeReward(resolveMethod('empo'), settings('empo', 'none', {}), batch, context)
    return {
      rewards: [...got.batch.reward],
      cluster_ids: [...got.explain.cluster!.values],
      // The explain column is in single precision; this is the number that it holds.
      cluster_entropy: clustersOf(answer).entropy,
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
