/** One pair of responses, for tests of methods that learn from pairs. */

import type { Batch } from '../core/batch.ts'
import { type Prefer, preferReward } from '../core/pairs.ts'
import type { ParamValues } from '../core/params.ts'
import { context, paramsOf } from './fixture.ts'
import { lossOf, settings } from './golden/harness.ts'
import { resolveMethod } from './index.ts'
import { pairUp } from './pair-up.ts'

/** [chosen, rejected, weight] of each pair that the method makes. */
export function pairsMade(id: string, batch: Batch, params: ParamValues = {}, prefer: Prefer = preferReward(batch)) {
  const made = pairUp(resolveMethod(id), { ...paramsOf(id), ...params }, batch, { ...context, prefer })
  const { chosen, rejected, weight } = made.batch.pairs!
  return [...chosen].map((row, k) => [row, rejected[k]!, weight[k]!])
}

/** Loss and slopes of one pair of responses with these log-probabilities; the reference and the policy of then say -1 each. */
export function onePair(id: string, params: ParamValues, logp: readonly [readonly number[], readonly number[]]) {
  const width = Math.max(...logp.map(row => row.length))
  const rows = logp.map(row => [...row, ...Array<number>(width - row.length).fill(0)])
  const still = rows.map(row => row.map(() => -1))
  return lossOf(id, settings(id, 'none', params), {
    mask: logp.map(row => Array.from({ length: width }, (_, t) => (t < row.length ? 1 : 0))),
    advantage: [0, 0],
    columns: { logp: rows, refLogp: still, oldLogp: still },
    pairs: { chosen: Int32Array.of(0), rejected: Int32Array.of(1), weight: Float32Array.of(1) },
  })
}
