/** The bench as a table of numbers: which columns, which rows, how each stands to the base. Pure. */
import { type Batch, groupMembers } from '../../../core/batch.ts'
import { type Numbers, pick } from '../../../core/math.ts'
import {
  type Comparison,
  compare,
  type Entry,
  isMeasured,
  type Measured,
  type Outcome,
  perResponse,
  type Quantity,
} from '../../../methods/bench.ts'
import type { Spot } from '../../kit/locate.ts'
import { signed, signedShort } from '../../kit/numbers.ts'
import { tokenText, visible } from '../../kit/tokens.ts'
import { verdictMark, verdictOf } from '../../kit/verdict.tsx'

/** Columns: the siblings of one group, the tokens of one response, or all groups. */
export type Scope = 'group' | 'all'

export interface MatrixColumn {
  /** `7`, or the token's text. */
  readonly label: string
  /** `✓`, or the place of a token. */
  readonly mark: string
  readonly spoken: string
  /** Index within the group, position within the response, or number of the group. */
  readonly at: number
}

export interface MatrixRow {
  readonly entry: Entry
  /** A number per column; undefined where `because` says why there is none. */
  readonly values: readonly number[] | undefined
  readonly because: string | undefined
  readonly isBase: boolean
  /** Against the base, over the columns; undefined where either has no numbers. */
  readonly comparison: Comparison | undefined
  /** Per column, the numbers of that group; where columns are groups. */
  readonly spread: readonly (readonly number[])[] | undefined
}

export interface Matrix {
  readonly columns: readonly MatrixColumn[]
  readonly rows: readonly MatrixRow[]
  /** The largest size of all numbers: where colours end. */
  readonly limit: number
}

/** At most so many responses or tokens stand side by side: the page that holds the selected one. */
export const mostColumns = 96

/** Where the page that holds `at` begins and ends, of `count`. */
export function pageAround(at: number, count: number): readonly [number, number] {
  const from = Math.floor(at / mostColumns) * mostColumns
  return [from, Math.min(count, from + mostColumns)]
}

/** Numbers of one outcome, per response or per token of the batch; undefined where they are not there (yet). */
export type NumbersOf = (measured: Measured) => Numbers | undefined

/** What a quantity reads. Weights come from a worker, by key. */
export function numbersOf(quantity: Quantity, weights: ReadonlyMap<string, Float32Array>): NumbersOf {
  switch (quantity) {
    case 'advantage':
      return ({ batch }) => batch.advantage
    case 'credit':
      return ({ batch }) => batch.credit
    case 'weight':
      return ({ entry, batch }) => {
        const known = weights.get(entry.key)
        return known?.length === batch.token.length ? perResponse(batch, known) : undefined
      }
  }
}

interface Asked {
  readonly batch: Batch
  readonly place: Spot
  readonly vocabulary: readonly string[]
  readonly scope: Scope
  readonly quantity: Quantity
  readonly base: string
  readonly numbers: NumbersOf
}

/** The places of the batch behind each column: responses, or tokens. */
function placesOf({ batch, place, scope, quantity }: Asked): readonly (readonly number[])[] {
  if (scope === 'all') return groupMembers(batch)
  const { members, rollout, start, end, token } = place
  if (quantity !== 'credit') return members.slice(...pageAround(rollout, members.length)).map(row => [row])
  const [from, to] = pageAround(token, end - start)
  return Array.from({ length: to - from }, (_, k) => [start + from + k])
}

function columnsOf(asked: Asked): MatrixColumn[] {
  const { batch, place, scope, quantity, vocabulary } = asked
  if (scope === 'all')
    return groupMembers(batch).map((members, at) => ({
      label: `${at + 1}`,
      mark: '',
      spoken: `group ${at + 1}, ${members.length} responses`,
      at,
    }))
  const { members, rollout, start, end, token } = place
  if (quantity !== 'credit') {
    const [from, to] = pageAround(rollout, members.length)
    return members.slice(from, to).map((row, k) => {
      const [at, verdict] = [from + k, verdictOf(batch, row)]
      return { label: `${at + 1}`, mark: verdictMark[verdict], spoken: `response ${at + 1}, ${verdict}`, at }
    })
  }
  const [from, to] = pageAround(token, end - start)
  return Array.from({ length: to - from }, (_, k) => {
    const at = from + k
    const text = visible(tokenText(vocabulary, batch.token[start + at]!))
    return { label: text, mark: `${at + 1}`, spoken: `token ${at + 1}, ${text}`, at }
  })
}

const largest = (values: Iterable<number>): number => {
  let top = 0
  for (const value of values) top = Math.max(top, Math.abs(value))
  return top
}

/** In all groups a number per response: of tokens, their sum. */
const perColumn = (measured: Measured, { numbers, scope, quantity }: Asked): Numbers | undefined => {
  const values = numbers(measured)
  return values && scope === 'all' && quantity === 'credit' ? perResponse(measured.batch, values) : values
}

/** The matrix of these outcomes. */
export function matrixOf(outcomes: readonly Outcome[], asked: Asked): Matrix {
  const places = placesOf(asked)
  const flat = places.flat()
  const held = outcomes.map(outcome => {
    const values = isMeasured(outcome) ? perColumn(outcome, asked) : undefined
    return { outcome, own: values && pick(values, flat), spread: values && places.map(at => pick(values, at)) }
  })
  const reference = held.find(({ outcome }) => outcome.entry.key === asked.base)?.own
  const rows = held.map(({ outcome, own, spread }): MatrixRow => {
    const { entry } = outcome
    const because = isMeasured(outcome) ? (own ? undefined : 'computing') : outcome.because
    return {
      entry,
      because,
      isBase: entry.key === asked.base,
      values: spread?.map(values => (asked.scope === 'all' ? largest(values) : values[0]!)),
      comparison: own && reference && compare(own, reference),
      spread: asked.scope === 'all' ? spread : undefined,
    }
  })
  return { columns: columnsOf(asked), rows, limit: largest(held.flatMap(({ own }) => own ?? [])) }
}

export interface Shown {
  readonly text: string
  /** What is drawn: the value or the difference. */
  readonly value: number
}

/** Two digits in a table of ordinary numbers; what is much smaller keeps its own. */
export const written = (value: number, limit: number): string =>
  limit >= 0.1 && limit < 1000 ? signed(value) : signedShort(value)

/** One cell as it is shown: the value, or how far it is from the base. */
export function cellOf(matrix: Matrix, row: MatrixRow, column: number, isDifference: boolean): Shown | undefined {
  const value = row.values?.[column]
  if (value === undefined) return undefined
  const base = isDifference && !row.isBase ? matrix.rows.find(({ isBase }) => isBase)?.values?.[column] : undefined
  if (base === undefined) {
    const text = written(value, matrix.limit)
    return { text: row.spread ? text.replace('+', '') : text, value }
  }
  const difference = value - base
  const isNothing = Math.abs(difference) <= 2e-6 * matrix.limit
  return isNothing ? { text: '=', value: 0 } : { text: written(difference, matrix.limit), value: difference }
}
