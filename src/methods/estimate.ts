/** Runs a method's pure slots on a batch: in the worker, in Node, and on the page's what-if bench alike. */
import { type Batch, type Explain, type With, withColumns } from '../core/batch.ts'
import type { MethodState, SlotContext } from '../core/method.ts'
import type { ParamValues } from '../core/params.ts'
import { filled, type ResolvedMethod } from './resolve.ts'

/** Slots that `estimate` runs, in this order. */
export const estimateSlots = ['reward', 'advantage', 'credit'] as const
export type EstimateSlot = (typeof estimateSlots)[number]

export interface SlotOutcome<B extends Batch = Batch> {
  readonly batch: B
  readonly explain: Explain
  /** What the slot wants to remember; undefined for slots without memory. */
  readonly state: MethodState
}

/** The reward slot: a batch whose rewards are the shaped total. Unchanged when the method shapes nothing. */
export function shapeReward(
  method: ResolvedMethod,
  params: ParamValues,
  batch: Batch,
  context: SlotContext,
): SlotOutcome {
  if (!method.reward) return { batch, explain: {}, state: undefined }
  const result = method.reward.part.compute(`${method.reward.owner}.reward`, batch, params, context)
  const rewardParts = result.parts && { ...batch.rewardParts, ...result.parts }
  const shaped: Batch = {
    ...batch,
    reward: result.reward,
    ...(rewardParts && { rewardParts }),
    ...(result.tokenReward && { tokenReward: result.tokenReward }),
  }
  return { batch: shaped, explain: result.explain ?? {}, state: result.state }
}

/** The advantage slot: adds the column `advantage`. */
export function assignAdvantage(
  method: ResolvedMethod,
  params: ParamValues,
  batch: Batch,
  context: SlotContext,
): SlotOutcome<With<'advantage'>> {
  const { owner, part } = filled(method, 'advantage')
  const { advantage, explain = {}, state } = part.compute(`${owner}.advantage`, batch, params, context)
  return { batch: withColumns(batch, { advantage }), explain, state }
}

/** The credit slot: adds the column `credit`, `returns` where the method trains a value head, and what else it sets. */
export function assignCredit(
  method: ResolvedMethod,
  params: ParamValues,
  batch: Batch,
  context: SlotContext,
): SlotOutcome<With<'credit'>> {
  const { owner, part } = filled(method, 'credit')
  const result = part.compute(`${owner}.credit`, batch, params, context)
  const { credit, returns, columns = {}, explain = {}, state } = result
  const credited = withColumns(batch, { ...columns, ...(returns && { returns }), credit })
  return { batch: credited, explain, state }
}

export interface Estimated {
  readonly batch: With<'advantage' | 'credit'>
  /** Diagnostics of all three slots. */
  readonly explain: Explain
  readonly states: Readonly<Record<EstimateSlot, MethodState>>
}

/**
 * Reward shaping, advantage and credit of a batch. `params` holds a value for every key of `method.specs`; `states` is
 * what an earlier iteration handed back. Fails when a column that a slot needs is absent.
 */
export function estimate(
  method: ResolvedMethod,
  params: ParamValues,
  batch: Batch,
  context: Omit<SlotContext, 'state'>,
  states: Partial<Record<EstimateSlot, MethodState>> = {},
): Estimated {
  const shaped = shapeReward(method, params, batch, { ...context, state: states.reward })
  const valued = assignAdvantage(method, params, shaped.batch, { ...context, state: states.advantage })
  const credited = assignCredit(method, params, valued.batch, { ...context, state: states.credit })
  return {
    batch: withColumns(credited.batch, { advantage: valued.batch.advantage }),
    explain: { ...shaped.explain, ...valued.explain, ...credited.explain },
    states: { reward: shaped.state, advantage: valued.state, credit: credited.state },
  }
}
