/** Derived: how often a prefix is labelled solvable, by the chance of each continuation. */
import { type GoldenFamily, number } from '../golden/harness.ts'
import { anyRight } from './glore.math.ts'

const family: GoldenFamily = {
  file: 'preference/glore-sorm',
  run: ({ inputs, params }) => {
    const chance = number(inputs.success_prob_of_prefix)
    return {
      p_label_1: anyRight(chance, number(params.K)),
      // One continuation is the chance itself; ever more of them tell whether there is any.
      mc_mean: anyRight(chance, 1),
      v_star_indicator: anyRight(chance, Number.POSITIVE_INFINITY),
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
