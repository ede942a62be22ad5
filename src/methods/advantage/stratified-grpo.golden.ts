/** Derived: z-score within the stratum blended with the z-score of the group. */
import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, meaning, number, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const advantage: GoldenFamily = {
  file: 'credit/stratified-grpo',
  run: ({ inputs, params }) => {
    const reward = vector(inputs.reward)
    const rows = reward.map((_, i) => i)
    const owners = vector(inputs.stratum).flatMap((turns, i) => Array.from({ length: turns }, () => i))
    const places = Int32Array.from(owners)
    const batch = {
      ...batchOf({ mask: rows.map(() => [1]), reward }),
      turns: { rollout: places, start: places, end: places },
    }
    const values = settings('stratified-grpo', 'none', {
      blend: number(params.alpha),
      epsilon: number(params.eps),
      ddof: meaning(params.std, { population: 0, unbiased: 1 }),
    })
    const { batch: got, explain } = estimate(resolveMethod('stratified-grpo'), values, batch, context)
    return {
      A_global: [...explain.overall!.values],
      A_san: [...explain.within!.values],
      A_blend: [...got.advantage],
      cross_stratum_offset: [...explain.offset!.values],
    }
  },
}

export default [advantage] satisfies readonly GoldenFamily[]
