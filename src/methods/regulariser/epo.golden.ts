/** EPO generate_entropy_penalty, generate_entropy_mask, _calculate_epoch_based_entropy_weight (5b6fa98). */

import { fixed, type GoldenFamily, matrix, number, vector } from '../golden/harness.ts'
import { phaseWeight, releasedPenalty } from './epo.math.ts'

const penalty: GoldenFamily = {
  file: 'objective/epo-entropy-penalty',
  notRun: ({ params }) =>
    params.mask_mode === 'seq' ? 'the row mode averages over padding too; only the token mode is offered' : undefined,
  run: ({ inputs, params }) => {
    if (inputs.pairs !== undefined) return { weights: matrix(inputs.pairs).map(([e, all]) => phaseWeight(e!, all!)) }
    if (inputs.epochs !== undefined) {
      return { weights: vector(inputs.epochs).map(epoch => phaseWeight(epoch, number(params.max_epochs))) }
    }
    fixed('mask_mode', params.mask_mode, 'token')
    const history = vector(inputs.entropy_history)
    const turn = vector(inputs.rollout_step)
    const [low, high] = [number(params.min_ratio), number(params.max_ratio)]
    const price = number(params.out_range_penalty)
    const rows = matrix(inputs.entropy).map((row, i) =>
      row.map(h => releasedPenalty(h, history[turn[i]!]!, low, high, price)),
    )
    const all = rows.flat()
    return {
      penalty: rows,
      mask: rows.map(row => row.map(value => (value === 0 ? 1 : price))),
      within_ratio: all.filter(value => value === 0).length / all.length,
    }
  },
}

export default [penalty] satisfies readonly GoldenFamily[]
