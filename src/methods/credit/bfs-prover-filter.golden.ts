/** Derived cases: the central part of a distribution of mean negative log-probabilities. */
import { type GoldenFamily, number, settings, vector } from '../golden/harness.ts'
import { central } from './bfs-prover-filter.math.ts'

export default [
  {
    file: 'data/bfs-prover-filter',
    run: ({ inputs, params }) => {
      const { lowQuantile, highQuantile } = settings('bfs-prover-filter', 'none', {
        lowQuantile: number(params.low_quantile),
        highQuantile: number(params.high_quantile),
      })
      return { ...central(vector(inputs.nll), Number(lowQuantile), Number(highQuantile)) }
    },
  },
] satisfies readonly GoldenFamily[]
