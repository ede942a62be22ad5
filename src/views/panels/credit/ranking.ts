/** How well each method's credit agrees with the exact advantage, on one and the same batch. Pure. */
import { type Batch, groupMembers } from '../../../core/batch.ts'
import { specOf } from '../../../core/columns.ts'
import { defaultsOf, type ParamValue } from '../../../core/params.ts'
import { entryOf, isMeasured } from '../../../methods/bench.ts'
import { type EstimateSlot, estimateSlots } from '../../../methods/estimate.ts'
import { methods, type ResolvedMethod, resolveMethod } from '../../../methods/index.ts'
import { measureWhole } from '../../../methods/whole.ts'
import { type Agreement, agreement } from '../../kit/agreement.ts'
import { generatedTokens } from '../../kit/locate.ts'

/** Methods that give the same credit, because the same parts with the same defaults make it. */
export interface Contender {
  /** Ids; the first is the method that invented the credit, where it is among them. */
  readonly ids: readonly [string, ...string[]]
}

export interface Ranked extends Contender {
  readonly agreement: Agreement
}

export interface Unranked extends Contender {
  readonly because: string
}

const owners = (method: ResolvedMethod): string[] => estimateSlots.map(slot => method[slot]?.owner ?? '')

/** Equal keys are equal credit: who fills the slots that make it, and what their parameters are by default. */
function creditKey(method: ResolvedMethod): string {
  const isTheirs = (key: string): boolean => estimateSlots.some((slot: EstimateSlot) => slot === method.slotOf[key])
  const values: [string, ParamValue][] = Object.entries(defaultsOf(method.specs)).filter(([key]) => isTheirs(key))
  return JSON.stringify([owners(method), values.sort(([a], [b]) => (a < b ? -1 : 1))])
}

/** All registered methods that train, those of equal credit together. */
export function contenders(): Contender[] {
  const byKey = new Map<string, [string, ...string[]]>()
  for (const id of methods.keys()) {
    const resolved = resolveMethod(id)
    if (!resolved.credit) continue
    const key = creditKey(resolved)
    const same = byKey.get(key)
    if (!same) byKey.set(key, [id])
    else if (owners(resolved).includes(id) && !owners(resolveMethod(same[0])).includes(same[0])) same.unshift(id)
    else same.push(id)
  }
  return [...byKey.values()].map(ids => ({ ids }))
}

/**
 * One contender's agreement over all generated tokens; parameters at their defaults, and no memory of earlier
 * iterations. `batch` has `exactAdvantage`. Where the run's own method shapes rewards, all start from the shaped ones.
 */
export function rate({ ids }: Contender, batch: Batch, iteration: number): Ranked | Unranked {
  const outcome = measureWhole(entryOf(ids[0]), batch, iteration)
  if (!isMeasured(outcome)) return { ids, because: outcome.because }
  const tokens = generatedTokens(batch, Array(batch.rollouts).keys())
  return { ids, agreement: agreement(outcome.batch.credit, batch.exactAdvantage ?? [], tokens) }
}

/** Best correlation first; those without one (constant credit) last, in order of their ids. */
export const ranked = (all: readonly (Ranked | Unranked)[]): Ranked[] =>
  all
    .filter(one => 'agreement' in one)
    .sort((a, b) => order(b.agreement) - order(a.agreement) || (a.ids[0] < b.ids[0] ? -1 : 1))

const order = ({ correlation }: Agreement): number => (Number.isNaN(correlation) ? -2 : correlation)

/** Groups, counted from 0, in which some token changes the chance of a good end: elsewhere there is nothing to rank. */
export const rankable = (batch: Batch): number[] =>
  groupMembers(batch).flatMap((members, group) =>
    [...generatedTokens(batch, members)].some(t => Math.abs(batch.exactAdvantage?.[t] ?? 0) > 1e-6) ? [group] : [],
  )

/** Whether a method is told exact values that no trainer of a real model has. */
export const isToldTheTruth = (id: string): boolean =>
  resolveMethod(id).needs.some(column => specOf(column).signal?.family === 'Truth')
