/** Derived: a token per segment; whoever was not finished within the limit was cut off. */
import { withColumns } from '../../core/batch.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, meaning, number, padded, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const family: GoldenFamily = {
  file: 'credit/supo',
  run: ({ inputs, params }) => {
    const segments = vector(inputs.n_segments)
    const longest = Math.max(...segments)
    const mask = segments.map(own => Array.from({ length: longest }, (_, t) => (t < own ? 1 : 0)))
    const plain = batchOf({ mask, reward: vector(inputs.reward) })
    const truncated = Float32Array.from(vector(inputs.finished_within_limit), finished => 1 - finished)
    const values = settings('supo', 'none', {
      epsilon: number(params.eps),
      ddof: meaning(params.std, { population: 0, sample: 1 }),
    })
    const { batch } = estimate(resolveMethod('supo'), values, withColumns(plain, { truncated }), context)
    return {
      rollout_advantage: [...batch.advantage],
      segment_advantage: padded(batch, batch.credit, longest).map((row, i) => row.slice(0, segments[i])),
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
