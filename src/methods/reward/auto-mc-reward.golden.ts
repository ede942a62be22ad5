/** The formula of the first figure of arXiv 2312.09238. */
import { shapeReward } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, number, settings } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const id = 'auto-mc-reward'

const family: GoldenFamily = {
  file: 'data/auto-mc-reward',
  run: ({ inputs, params }) => {
    const columns = { processReward: [[number(inputs.dense)]] }
    const batch = batchOf({ mask: [[1]], reward: [number(inputs.sparse)], columns })
    const weights = { verifiedWeight: number(params.w_sparse), processWeight: number(params.w_dense) }
    const given = { ...batch, correct: new Float32Array(1) }
    return { reward: shapeReward(resolveMethod(id), settings(id, 'none', weights), given, context).batch.reward[0] }
  },
}

export default [family] satisfies readonly GoldenFamily[]
