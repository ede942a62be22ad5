/** EPO generate_entropy_penalty, generate_entropy_mask, _calculate_epoch_based_entropy_weight (5b6fa98). */

import type { ParamValues } from '../../core/params.ts'
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  padded,
  settings,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { phaseWeight } from './epo.math.ts'

/** So many iterations lie behind that this batch moves no average. */
const many = 1e12

/** What the method's column says of rows of tokens, each all of one turn, against averages by turn. */
function penalties(entropy: number[][], turn: readonly number[], history: readonly number[], own: ParamValues) {
  const mask = entropy.map(row => row.map(() => 1))
  const batch = batchOf({ mask, columns: { oldEntropy: entropy } })
  // A row is the turn of its number: as many empty turns stand before it.
  const places = turn.flatMap((count, i) => Array.from({ length: count + 1 }, (_, k) => ({ i, last: k === count })))
  const turns = {
    rollout: Int32Array.from(places, ({ i }) => i),
    start: Int32Array.from(places, ({ i }) => batch.tokenStart[i]!),
    end: Int32Array.from(places, ({ i, last }) => batch.tokenStart[last ? i + 1 : i]!),
  }
  const before = { total: history.map(h => h * many), count: history.map(() => many) }
  const values = settings('epo', 'none', own)
  const { explain } = estimate(resolveMethod('epo'), values, { ...batch, turns }, context, { credit: before })
  return padded(batch, explain.penalty!.values, entropy[0]!.length)
}

const penalty: GoldenFamily = {
  file: 'objective/epo-entropy-penalty',
  run: ({ inputs, params }) => {
    if (inputs.pairs !== undefined) return { weights: matrix(inputs.pairs).map(([e, all]) => phaseWeight(e!, all!)) }
    if (inputs.epochs !== undefined) {
      return { weights: vector(inputs.epochs).map(epoch => phaseWeight(epoch, number(params.max_epochs))) }
    }
    const price = number(params.out_range_penalty)
    const entropy = matrix(inputs.entropy)
    const rows = penalties(entropy, vector(inputs.rollout_step), vector(inputs.entropy_history), {
      bandLow: number(params.min_ratio),
      bandHigh: number(params.max_ratio),
      bandOver: meaning(params.mask_mode, { token: 'token', seq: 'response' }),
      bandPenalty: price,
    })
    const all = rows.flat()
    return {
      penalty: rows,
      mask: rows.map(row => row.map(value => (value === 0 ? 1 : price))),
      within_ratio: all.filter(value => value === 0).length / all.length,
    }
  },
}

export default [penalty] satisfies readonly GoldenFamily[]
