/** Derived: an episode of one token per turn. */
import type { Batch } from '../../core/batch.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, number, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const family: GoldenFamily = {
  file: 'credit/epo',
  run: ({ inputs, params }) => {
    const paid = vector(inputs.process_reward)
    const plain = batchOf({ mask: [paid.map(() => 1)], reward: [paid.reduce((total, r) => total + r, 0)] })
    const start = Int32Array.from(paid, (_, t) => t)
    const batch: Batch = {
      ...plain,
      turns: { rollout: new Int32Array(paid.length), start, end: start.map(t => t + 1) },
      turnReward: Float32Array.from(paid),
    }
    const values = settings('epo-strategy', 'none', { strategyDiscount: number(params.gamma), turnBaseline: 'none' })
    return { turn_return: [...estimate(resolveMethod('epo-strategy'), values, batch, context).batch.credit] }
  },
}

export default [family] satisfies readonly GoldenFamily[]
