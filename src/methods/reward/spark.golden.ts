/** Derived cases: what a group's responses are recycled into. */
import { type GoldenFamily, vector } from '../golden/harness.ts'
import { recycled } from './spark.math.ts'

const family: GoldenFamily = {
  file: 'data/spark',
  run: ({ inputs }) => {
    const { pairs, toMend } = recycled(vector(inputs.rewards))
    return {
      pointwise: [...pairs.map(([right]) => [right, 1]), ...pairs.map(([, wrong]) => [wrong, 0])],
      pairs,
      reflection: toMend,
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
