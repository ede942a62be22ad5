/** Derived: an episode of one token per turn. */
import type { Batch } from '../../core/batch.ts'
import { shapeReward } from '../estimate.ts'
import { batchOf, context, flag, type GoldenFamily, number, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const family: GoldenFamily = {
  file: 'credit/calm',
  run: ({ inputs, params }) => {
    const paid = vector(inputs.env_reward)
    const plain = batchOf({ mask: [paid.map(() => 1)], reward: [paid.reduce((total, r) => total + r, 0)] })
    const start = Int32Array.from(paid, (_, t) => t)
    const batch: Batch = {
      ...plain,
      turns: { rollout: new Int32Array(paid.length), start, end: start.map(t => t + 1) },
      turnReward: Float32Array.from(paid),
      subgoal: Float32Array.from(vector(inputs.subgoal_event)),
    }
    const values = settings('calm', 'none', {
      subgoalReward: number(params.aux),
      subgoalsPaid: flag(params.once) ? 'once' : 'always',
    })
    return { reward: [...shapeReward(resolveMethod('calm'), values, batch, context).batch.tokenReward!] }
  },
}

export default [family] satisfies readonly GoldenFamily[]
