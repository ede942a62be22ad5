/** Derived cases: the weighted sum of love, help and safety, through the method's own reward. */
import { batchOf, context, type GoldenFamily, matrix, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const family: GoldenFamily = {
  file: 'data/rluf',
  run: ({ inputs, params }) => {
    const rows = matrix(inputs.love_help_safe)
    const [loveWeight, helpWeight, safeWeight] = vector(params.w)
    const column = (k: number) => Float32Array.from(rows, row => row[k]!)
    const batch = {
      ...batchOf({ mask: rows.map(() => [1]), reward: [...column(1)] }),
      judgement: column(0),
      // Their safety is graded; ours is what is not cut off.
      truncated: column(2).map(safe => 1 - safe),
    }
    const values = settings('rluf', 'none', {
      loveWeight: loveWeight!,
      helpWeight: helpWeight!,
      safeWeight: safeWeight!,
    })
    return { reward: [...resolveMethod('rluf').reward!.part.compute('golden', batch, values, context).reward] }
  },
}

export default [family] satisfies readonly GoldenFamily[]
