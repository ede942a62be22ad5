/** openreasoner/openr OmegaPRM.binary_search_incorrect_step with a stub model, compute_Q, compute_U (54ae004). */
import { searchFirstError, searchPriority } from '../../core/formulas/monte-carlo.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, number, settings } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const search: GoldenFamily = {
  file: 'credit/omegaprm',
  ignored: {
    alpha: 'the search does not choose among nodes',
    beta: 'the same',
    L: 'the same',
    c_puct: 'the same',
  },
  notCompared: { root_mc: 'the value of the prompt is an input here' },
  run: ({ inputs, params }) => {
    const selection = {
      alpha: number(params.alpha),
      beta: number(params.beta),
      reach: number(params.L),
      explore: number(params.c_puct),
    }
    if (inputs.MC !== undefined) {
      const [value, visits, allVisits] = [inputs.MC, inputs.N, inputs.sum_N].map(number)
      const length = number(inputs.rollout_words)
      const node = { value: value!, length, visits: visits!, allVisits: allVisits! }
      const { worth, novelty } = searchPriority(node, selection)
      return { Q: worth, U: novelty }
    }
    const steps = number(inputs.n_steps)
    const good = number(inputs.correct_rollouts_before_error) / number(params.k)
    const after = Array.from({ length: steps }, (_, k) => (k < number(inputs.first_error_index) ? good : 0))
    const batch = batchOf({ mask: [after.map(() => 1)], columns: { sampledValue: [[good, ...after.slice(0, -1)]] } })
    const values = settings('omegaprm', 'none', { continuations: number(params.k), ...selection })
    const { explain } = estimate(resolveMethod('omegaprm'), values, { ...batch, correct: Float32Array.of(0) }, context)
    const { probes } = searchFirstError(after)
    return {
      probed_prefix_lengths: probes.map(({ length }) => length),
      mc: probes.map(({ value }) => value),
      first_error_found: explain.firstError!.values[0],
    }
  },
}

export default [search] satisfies readonly GoldenFamily[]
