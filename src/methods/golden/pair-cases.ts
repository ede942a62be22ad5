/** What the adapters of pair losses have in common: responses of one token, whose log-probability is that of the whole. */
import type { Pairs } from '../../core/method.ts'
import type { ParamValues } from '../../core/params.ts'
import { type LossOf, lossOf } from './harness.ts'

/** Row k of the first half is chosen over row k of the second. */
export const halves = (pairs: number): Pairs => ({
  chosen: Int32Array.from({ length: pairs }, (_, k) => k),
  rejected: Int32Array.from({ length: pairs }, (_, k) => k + pairs),
  weight: new Float32Array(pairs).fill(1),
})

const only = ({ chosen, rejected, weight }: Pairs, k: number): Pairs => ({
  chosen: chosen.slice(k, k + 1),
  rejected: rejected.slice(k, k + 1),
  weight: weight.slice(k, k + 1),
})

export interface PairCase {
  readonly logp: readonly number[]
  readonly refLogp: readonly number[]
  readonly oldLogp?: readonly number[]
  readonly pairs: Pairs
}

/** The loss over all pairs, and `each`: that of every pair by itself. */
export function pairLossOf(id: string, values: ParamValues, { logp, refLogp, oldLogp, pairs }: PairCase) {
  const column = (numbers: readonly number[]) => numbers.map(x => [x])
  const on = (among: Pairs): LossOf =>
    lossOf(id, values, {
      mask: column(logp.map(() => 1)),
      advantage: logp.map(() => 0),
      columns: { logp: column(logp), refLogp: column(refLogp), ...(oldLogp && { oldLogp: column(oldLogp) }) },
      pairs: among,
    })
  return { ...on(pairs), each: () => Array.from(pairs.chosen, (_, k) => on(only(pairs, k)).loss) }
}
