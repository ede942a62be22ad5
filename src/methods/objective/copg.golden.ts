/** Derived from arXiv 2406.19185: the golden file says how. */
import { softmax } from '../../core/math.ts'
import { type GoldenFamily, lossOf, number, settings, vector } from '../golden/harness.ts'

const pairs: GoldenFamily = {
  file: 'objective/copg-pairs',
  run: ({ inputs, params }) => {
    const beta = number(params.beta)
    const reward = vector(inputs.reward)
    const column = (values: number[]) => values.map(value => [value])
    const at = (logp: number[], ref: number[]) =>
      lossOf('copg', settings('copg', 'none', { copgBeta: beta }), {
        mask: reward.map(() => [1]),
        reward,
        advantage: reward,
        columns: { logp: column(logp), refLogp: column(ref) },
      })
    if (inputs.ref !== undefined) {
      const ref = vector(inputs.ref).map(Math.log)
      const best = [...softmax(ref.map((logp, i) => logp + reward[i]! / beta))]
      return { pi_star: best, R_beta: at(best.map(Math.log), ref).explain.regularisedReward!.flat() }
    }
    const got = at(vector(inputs.logp), vector(inputs.logp_ref))
    const own = got.explain.regularisedReward!.flat()
    const centre = own.reduce((total, value) => total + value, 0) / own.length
    return {
      delta: own[0]! - own[1]!,
      loss: got.loss,
      R_beta: own,
      ascent_coefficients: got.gradient.logp!.flat().map(g => -g),
      check_proportional_to_centered: own.map(value => (2 / (own.length - 1)) * (value - centre)),
    }
  },
}

export default [pairs] satisfies readonly GoldenFamily[]
