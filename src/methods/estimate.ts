/** Runs a method's pure slots on a batch: in the worker, in Node, and on the page's what-if bench alike. */
import { type Batch, type Explain, type With, withColumns } from '../core/batch.ts'
import { inOne } from '../core/explained.ts'
import type { MethodState, SlotContext } from '../core/method.ts'
import type { ParamValues } from '../core/params.ts'
import { columnsBack, explainBack, oneEach, type Part, partOf, scoredRows, totalled } from '../core/scored.ts'
import { checkSlot } from './finite.ts'
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

/**
 * What a slot sees: the rollouts that something could score, so that one without a reward moves nobody's baseline, spread
 * or credit; of these the tokens that the policy wrote, so that what the world writes does not either. Undefined where
 * there are no such rollouts, and the slot has nothing to do.
 */
function scoredPart<B extends Batch>(batch: B, seesWorld: boolean): Part<B> | undefined {
  const part = partOf(batch, scoredRows(batch), seesWorld ? 'all' : 'generated')
  return part.batch.rollouts > 0 ? part : undefined
}

/** What a slot says when nothing could be scored. */
const silent = { explain: {}, state: undefined }

/** The reward slot: a batch whose rewards are the shaped total. Unchanged when the method shapes nothing. */
export function shapeReward(
  method: ResolvedMethod,
  params: ParamValues,
  given: Batch,
  context: SlotContext,
): SlotOutcome {
  const batch = totalled(given)
  const scored = method.reward && scoredPart(batch, method.reward.part.seesWorld(params))
  if (!method.reward || !scored) return { ...silent, batch }
  const result = method.reward.part.compute(`${method.reward.owner}.reward`, scored.batch, params, context)
  const parts = Object.entries(result.parts ?? {}).map(([name, part]) => [
    name,
    scored.back('rollout', part, Number.NaN),
  ])
  const shaped: Batch = {
    ...batch,
    reward: scored.back('rollout', result.reward, Number.NaN),
    ...(result.parts && { rewardParts: { ...batch.rewardParts, ...Object.fromEntries(parts) } }),
    ...(result.tokenReward && { tokenReward: scored.back('token', result.tokenReward) }),
  }
  return { batch: shaped, explain: explainBack(scored, result.explain), state: result.state }
}

/** The advantage slot: adds the column `advantage`, 0 for rollouts without a reward; one for all samples of a rollout. */
export function assignAdvantage(
  method: ResolvedMethod,
  params: ParamValues,
  batch: Batch,
  context: SlotContext,
): SlotOutcome<With<'advantage'>> {
  const { owner, part } = filled(method, 'advantage')
  const samples = scoredPart(batch, part.seesWorld(params))
  if (!samples) return { ...silent, batch: withColumns(batch, { advantage: new Float32Array(batch.rollouts) }) }
  const scored = oneEach(samples)
  const { advantage, explain, state } = part.compute(`${owner}.advantage`, scored.batch, params, context)
  checkSlot(`${owner}.advantage`, 'rollout', scored.back('rollout', advantage), { batch, params, columns: part.needs })
  const valued = withColumns(batch, { advantage: scored.back('rollout', advantage) })
  return { batch: valued, explain: explainBack(scored, explain), state }
}

/**
 * The credit slot: adds the column `credit`, `returns` where the method trains a value head, and what else it sets; 0 at
 * tokens of rollouts without a reward.
 */
export function assignCredit(
  method: ResolvedMethod,
  params: ParamValues,
  batch: Batch,
  context: SlotContext,
): SlotOutcome<With<'credit'>> {
  const { owner, part } = filled(method, 'credit')
  const scored = scoredPart(batch, part.seesWorld(params))
  if (!scored) return { ...silent, batch: withColumns(batch, { credit: new Float32Array(batch.token.length) }) }
  const result = part.compute(`${owner}.credit`, scored.batch, params, context)
  const { credit, returns, columns = {}, explain, state } = result
  const whole = {
    ...columnsBack(scored, { ...columns, ...(returns && { returns }) }),
    credit: scored.back('token', credit),
  }
  checkSlot(`${owner}.credit`, 'token', whole.credit, { batch, params, columns: ['advantage', ...part.needs] })
  return { batch: withColumns(batch, whole), explain: explainBack(scored, explain), state }
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
    explain: inOne({ reward: shaped.explain, advantage: valued.explain, credit: credited.explain }),
    states: { reward: shaped.state, advantage: valued.state, credit: credited.state },
  }
}
