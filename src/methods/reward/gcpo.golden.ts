/** Derived: a bonus whose sign follows the accuracy gap of two sub-groups; assumed weights. */
import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, maskedMean, number, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const gcpo: GoldenFamily = {
  file: 'credit/gcpo',
  run: ({ inputs, params }) => {
    const tokens = vector(inputs.length)
    const width = Math.max(1, ...tokens)
    const mask = tokens.map(count => Array.from({ length: width }, (_, t) => (t < count ? 1 : 0)))
    const meanOf = (name: string) => {
      const row = vector(inputs[name])
      return maskedMean([row.map(() => 1)], [row])
    }
    const batch = {
      ...batchOf({ mask, reward: vector(inputs.accuracy) }),
      aided: Float32Array.from(vector(inputs.used_tool)),
      aidGain: Float32Array.of(meanOf('acc_with_tool') - meanOf('acc_without_tool')),
    }
    const values = settings('gcpo', 'none', {
      clearGain: number(params.epsilon),
      aidWeight: number(params.aux_weight),
      lengthWeight: number(params.length_weight),
      lengthCap: number(params.L_max),
    })
    const { batch: got, explain } = estimate(resolveMethod('gcpo'), values, batch, context)
    return {
      gap: explain.gain!.values[0],
      mask: explain.verdict!.values[0],
      reward: [...got.reward],
      advantage: [...got.advantage],
    }
  },
}

export default [gcpo] satisfies readonly GoldenFamily[]
