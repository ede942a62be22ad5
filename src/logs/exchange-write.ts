/** A Batch as text in the exchange format. */
import type { Batch } from '../core/batch.ts'
import { type Column, type ColumnOf, columns, specOf } from '../core/columns.ts'
import { unreachable } from '../core/fail.ts'
import { shortestFloat } from '../core/math.ts'
import { cellOf, turnColumns, turnField } from './exchange-columns.ts'
import { exchangeSchema } from './exchange-line.ts'

/** What a Batch does not hold, for a written file. */
export interface ExchangeText {
  readonly iteration?: number
  /** [groups] */
  readonly groupNames?: readonly (string | number)[]
  /** [groups] */
  readonly prompts?: readonly string[]
  /** Text of a token id. */
  readonly textOf?: (token: number) => string
}

/** The batch as text, one line per rollout, with every column. */
export function writeExchange(batch: Batch, text: ExchangeText = {}): string {
  const turnsOf: number[][] = Array.from({ length: batch.rollouts }, () => [])
  for (const [j, rollout] of batch.turns?.rollout.entries() ?? []) turnsOf[rollout]!.push(j)
  return turnsOf.map((turns, i) => `${JSON.stringify(lineOf(batch, i, turns, text))}\n`).join('')
}

/** Fields as they are written. */
export type WrittenLine = Readonly<Record<string, unknown>>

/** One rollout; `own`: its turns. */
export function lineOf(batch: Batch, i: number, own: readonly number[], text: ExchangeText): WrittenLine {
  const [from, to] = [batch.tokenStart[i]!, batch.tokenStart[i + 1]!]
  const group = batch.group[i]!
  const { turns, rewardParts, answer } = batch
  const ids = [...batch.token.subarray(from, to)]
  const tokens = text.textOf && ids.map(text.textOf)
  const parts = Object.entries(rewardParts ?? {}).map(([name, values]) => [name, shortest(values[i]!)])
  return {
    schema: exchangeSchema,
    ...(text.iteration !== undefined && { iteration: text.iteration }),
    group: text.groupNames?.[group] ?? group,
    ...(text.prompts && { prompt: text.prompts[group] }),
    ...(tokens && { response: tokens.join(''), tokens }),
    tokenIds: ids,
    reward: shortest(batch.reward[i]!),
    ...(rewardParts && { rewardParts: Object.fromEntries(parts) }),
    ...(answer && { answer: answer[i] }),
    ...Object.fromEntries(columns.flatMap(column => fieldsOf(batch, column, i))),
    ...(turns && {
      turns: own.map(j => ({
        start: turns.start[j]! - from,
        end: turns.end[j]! - from,
        ...Object.fromEntries(turnColumns.flatMap(column => turnFields(batch, column, j))),
      })),
    }),
  }
}

type Field = readonly [name: string, value: unknown]

/** What a line says of a column; nothing where the batch has none, or where it travels with the turns. */
function fieldsOf(batch: Batch, column: Column, i: number): Field[] {
  const values = batch[column]
  if (!values) return []
  const [from, to] = [batch.tokenStart[i]!, batch.tokenStart[i + 1]!]
  const cells = (start: number, end: number) => Array.from(values.subarray(start, end), value => cellOf(column, value))
  const { extent } = specOf(column)
  switch (extent) {
    case 'rollout':
      return [[column, cellOf(column, values[i]!)]]
    case 'group':
      return [[column, cellOf(column, values[batch.group[i]!]!)]]
    case 'token':
      return [[column, cells(from, to)]]
    case 'next': {
      const V = batch.vocabulary ?? 0
      return [[column, Array.from({ length: to - from }, (_, t) => cells((from + t) * V, (from + t + 1) * V))]]
    }
    case 'turn':
      return []
  }
  return unreachable(extent, `exchange.${column}`)
}

const turnFields = (batch: Batch, column: ColumnOf<'turn'>, j: number): Field[] =>
  batch[column] ? [[turnField(column), cellOf(column, batch[column][j]!)]] : []

const shortest = (value: number): number | null => (Number.isFinite(value) ? shortestFloat(value) : null)
