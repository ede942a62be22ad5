/** Whether a stored snapshot can be drawn: every index within its bounds, every column as long as its extent says. */
import { type Batch, columns, type Explain, type Extent, extentLength, type Turns } from '../core/batch.ts'
import { specOf } from '../core/columns.ts'
import type { Metrics } from '../core/metrics.ts'
import { type GroupProblem, phases, type Snapshot, type TopTokens } from '../core/snapshot.ts'

export type Fields = Readonly<Record<string, unknown>>
/** A type whose fields are still unknown. */
type Unread<T> = { readonly [K in keyof T]?: unknown }

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)

/** A whole number from 0 to `most`. */
export const isCount = (value: unknown, most = 1_000_000): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most

export const isMetrics = (value: unknown): value is Metrics =>
  isRecord(value) && Object.values(value).every(number => typeof number === 'number')

/** `length` numbers, NaN allowed: it marks what was not measured. */
export const isFloats = (value: unknown, length: number): value is Float32Array =>
  value instanceof Float32Array && value.length === length

const isIndices = (value: unknown, length: number, below: number, least = 0): value is Int32Array =>
  value instanceof Int32Array && value.length === length && value.every(index => index >= least && index < below)

const isTexts = (value: unknown, length?: number): value is readonly string[] =>
  Array.isArray(value) && (length ?? value.length) === value.length && value.every(text => typeof text === 'string')

/** `vocabulary`: tokens of the task that it was drawn on. */
export function isSnapshot(value: unknown, vocabulary: number): value is Snapshot {
  if (!isRecord(value)) return false
  const { iteration, phase, batch, problems, notes, explain, top, metrics }: Unread<Snapshot> = value
  return (
    isCount(iteration) &&
    phases.some(known => known === phase) &&
    isBatch(batch, vocabulary) &&
    Array.isArray(problems) &&
    // Chosen before anything is sampled, when the batch is still empty.
    (batch.rollouts === 0 || problems.length === batch.groups) &&
    problems.every(problem => isProblem(problem, vocabulary)) &&
    isTexts(notes) &&
    isExplain(explain, batch) &&
    (top === undefined || isTop(top, batch.token.length, vocabulary)) &&
    isMetrics(metrics)
  )
}

function isBatch(value: unknown, vocabulary: number): value is Batch {
  if (!isRecord(value)) return false
  const { rollouts, groups, group, reward, tokenStart, token }: Unread<Batch> = value
  const { rewardParts = {}, answer, vocabulary: named, turns }: Unread<Batch> = value
  if (!isCount(rollouts) || !isCount(groups) || !(token instanceof Int32Array)) return false
  const isRagged =
    isIndices(tokenStart, rollouts + 1, token.length + 1) &&
    tokenStart.every((start, i) => start >= (tokenStart[i - 1] ?? 0)) &&
    tokenStart[0] === 0 &&
    tokenStart[rollouts] === token.length
  if (!isRagged || !isIndices(token, token.length, vocabulary) || !isIndices(group, rollouts, groups)) return false
  // Before anything is sampled there are groups without members; afterwards there is none.
  if (rollouts > 0 && new Set(group).size !== groups) return false
  if (!isFloats(reward, rollouts) || !(named === undefined || named === vocabulary)) return false
  if (!(turns === undefined || isTurns(turns, rollouts, token.length))) return false
  const batch: Batch = { rollouts, groups, group, reward, tokenStart, token, vocabulary, ...(turns && { turns }) }
  return (
    isRecord(rewardParts) &&
    Object.values(rewardParts).every(part => isFloats(part, rollouts)) &&
    (answer === undefined || isTexts(answer, rollouts)) &&
    columns.every(column => isAbsentOr(value[column], extentLength(batch, specOf(column).extent)))
  )
}

const isAbsentOr = (column: unknown, length: number): boolean => column === undefined || isFloats(column, length)

function isTurns(value: unknown, rollouts: number, tokens: number): value is Turns {
  if (!isRecord(value) || !(value.start instanceof Int32Array)) return false
  const { length } = value.start
  return (
    isIndices(value.rollout, length, rollouts) &&
    isIndices(value.start, length, tokens + 1) &&
    isIndices(value.end, length, tokens + 1)
  )
}

function isProblem(value: unknown, vocabulary: number): value is GroupProblem {
  if (!isRecord(value)) return false
  const { index, text, prompt, data }: Unread<GroupProblem> = value
  return (
    isCount(index, Number.MAX_SAFE_INTEGER) &&
    typeof text === 'string' &&
    Array.isArray(prompt) &&
    prompt.every(token => isCount(token, vocabulary - 1)) &&
    (data === undefined || isRecord(data))
  )
}

const extents: Readonly<Record<Extent, true>> = { rollout: true, turn: true, token: true, group: true, next: true }
const isExtent = (value: unknown): value is Extent => typeof value === 'string' && Object.hasOwn(extents, value)

const isExplain = (value: unknown, batch: Batch): value is Explain =>
  isRecord(value) &&
  Object.values(value).every(
    column =>
      isRecord(column) && isExtent(column.extent) && isFloats(column.values, extentLength(batch, column.extent)),
  )

function isTop(value: unknown, tokens: number, vocabulary: number): value is TopTokens {
  if (!isRecord(value)) return false
  const { k, token, probability }: Unread<TopTokens> = value
  return isCount(k) && isIndices(token, tokens * k, vocabulary, -1) && isFloats(probability, tokens * k)
}
