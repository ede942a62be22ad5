/** Forms of Clip and Delta as two descriptions of arXiv 2410.15115 agree on them. */
import { shapeReward } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, number, padded, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import type { Form } from './clip-delta.math.ts'

const id = 'clip-delta'

const family: GoldenFamily = {
  file: 'data/clip-delta',
  run: ({ inputs, params }) => {
    const judged = vector(inputs.step_scores)
    // Every step is one token.
    const batch = batchOf({ mask: [judged.map(() => 1)], columns: { processReward: [judged] } })
    const given = { ...batch, correct: new Float32Array(1) }
    const paid = (form: Form): number[] => {
      const values = settings(id, 'none', { form, goodEnough: number(params.eta), processWeight: 1 })
      return padded(batch, shapeReward(resolveMethod(id), values, given, context).batch.tokenReward!, judged.length)[0]!
    }
    const toGo = (pay: readonly number[]) => pay.map((_, k) => pay.slice(k).reduce((total, r) => total + r, 0))
    return {
      raw_return_to_go: toGo(paid('sum')),
      clip: paid('clip'),
      clip_return_to_go: toGo(paid('clip')),
      delta: paid('delta'),
      delta_return_to_go: toGo(paid('delta')),
      clip_then_delta: paid('clip, then delta'),
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
