/** The curriculum's `keep` on recorded rollouts: what a live run would have trained on. */
import type { Batch } from '../core/batch.ts'
import type { SlotContext } from '../core/method.ts'
import type { ParamValues } from '../core/params.ts'
import { shapeReward } from './estimate.ts'
import type { ResolvedMethod } from './resolve.ts'

/** [groups] 1 for the groups that are kept; undefined where the method drops none. */
export function keptGroups(
  method: ResolvedMethod,
  params: ParamValues,
  batch: Batch,
  context: SlotContext,
): Uint8Array | undefined {
  const keep = method.curriculum?.part.keep
  if (!keep) return undefined
  const marks = keep(shapeReward(method, params, batch, context).batch, params, context)
  return marks.includes(0) ? marks : undefined
}
