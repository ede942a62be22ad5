/** Runs a method's pairing on a batch, and checks what it hands back: training must not meet a pair that is none. */
import type { Batch } from '../core/batch.ts'
import { fail } from '../core/fail.ts'
import type { PairingContext, Pairs } from '../core/method.ts'
import type { ParamValues } from '../core/params.ts'
import type { SlotOutcome } from './estimate.ts'
import { filled, type ResolvedMethod } from './resolve.ts'

export function pairUp(
  method: ResolvedMethod,
  params: ParamValues,
  batch: Batch,
  context: PairingContext,
): SlotOutcome {
  const { owner, part } = filled(method, 'pairing')
  const where = `${owner}.pairing`
  const { pairs, explain = {}, state } = part.compute(where, batch, params, context)
  checkPairs(where, batch, pairs)
  return { batch: { ...batch, pairs }, explain, state }
}

function checkPairs(where: string, { group, reward }: Batch, { chosen, rejected, weight }: Pairs): void {
  const cure = 'Fix the pairing.'
  if (rejected.length !== chosen.length || weight.length !== chosen.length)
    fail(where, 'as many chosen as rejected and weights', `${[chosen, rejected, weight].map(x => x.length)}`, cure)
  chosen.forEach((a, k) => {
    const b = rejected[k]!
    const scored = [a, b].every(row => Number.isFinite(reward[row] ?? Number.NaN))
    if (!scored || a === b || group[a] !== group[b])
      fail(where, 'two scored responses to one problem', `rows ${a} and ${b}`, cure)
    if (!Number.isFinite(weight[k]!)) fail(where, 'a number as weight', `${weight[k]}`, cure)
  })
}
