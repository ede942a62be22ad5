/** Derived cases: the bound, the expected best of n, and a rare answer that the judge over-rates. */
import { type GoldenFamily, number, vector } from '../golden/harness.ts'
import { bestOfN, expected, mostDivergence, tiltedByOdds } from './best-of-n-theory.math.ts'

export default [
  {
    file: 'preference/best-of-n-theory',
    run: ({ inputs, params }) => {
      const n = number(params.n)
      if ('reward_values' in inputs) {
        const [value, probs] = [vector(inputs.reward_values), vector(inputs.probs)]
        return { expected_max: expected(bestOfN(probs, value, n), value) }
      }
      if (!('pi' in inputs)) return { kl: mostDivergence(n) }
      const [pi, gold, proxy] = [vector(inputs.pi), vector(inputs.gold), vector(inputs.proxy)]
      const [best, tilted] = [bestOfN(pi, proxy, n), tiltedByOdds(pi, proxy)]
      return {
        bon_distribution: best,
        gold_of_bon: expected(best, gold),
        proxy_of_bon: expected(best, proxy),
        posterior: tilted,
        gold_of_posterior: expected(tilted, gold),
      }
    },
  },
] satisfies readonly GoldenFamily[]
