/** What the update did to one token and to its response, as names and numbers. */
import type { Batch } from '../../../core/batch.ts'
import { sum } from '../../../core/math.ts'
import { pushAndMove } from '../../../core/metrics.ts'
import type { Spot } from '../../kit/locate.ts'
import { fixed, signed } from '../../kit/numbers.ts'
import { quantityName } from '../../kit/quantities.ts'

export interface UpdateFact {
  readonly label: string
  readonly value: string
  readonly exact?: number
  readonly isSigned?: true
  readonly formula?: string
  readonly note: string
}

/** Undefined before an update, or where a log did not record it. */
export function updateFacts(batch: Batch, { start, end, at, members }: Spot): UpdateFact[] | undefined {
  const { logp, oldLogp } = batch
  if (!logp || !oldLogp || at === undefined) return undefined
  const [old, now] = [oldLogp[at]!, logp[at]!]
  const total = (values: Float32Array) => sum(values.subarray(start, end))
  const response = total(logp) - total(oldLogp)
  const ratio = batch.ratio?.[at] ?? Math.exp(now - old)
  const pushed = members.map(row => pushAndMove(batch, row)).filter(({ push }) => push !== 0)
  const followed = pushed.filter(({ push, move }) => move === push).length
  return [
    { label: quantityName('oldLogp'), value: fixed(old, 3), exact: old, note: '0 is certain; −0.69 is one in two.' },
    { label: quantityName('logp'), value: fixed(now, 3), exact: now, note: 'The same token under the new weights.' },
    {
      label: quantityName('ratio'),
      value: fixed(ratio, 3),
      exact: ratio,
      formula: `exp(${fixed(now, 3)} − ${fixed(old, 3)})`,
      note: `Above 1: likelier than when it was sampled.${batch.clipped?.[at] === 1 ? ' In a pass it was clipped and gave no gradient.' : ''}`,
    },
    {
      label: 'change of the whole response’s log-prob',
      value: signed(response, 3),
      exact: response,
      isSigned: true,
      note: 'Summed over its tokens; should follow the sign of the advantage.',
    },
    {
      label: 'siblings moved as pushed',
      value: pushed.length > 0 ? `${followed} of ${pushed.length}` : 'none was pushed',
      note: 'A network moves alike what is alike: a sibling can be carried along against its own advantage.',
    },
  ]
}
