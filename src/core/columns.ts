/**
 * The table of columns: everything that a Batch can hold per rollout, turn, token, group or next token. What a column
 * means, who writes it, where it cannot be had, how a file holds it and how the page draws it stand in its row, and
 * nowhere else. A new column is a row in one of the files of `columns/`, and `engine/columns/<name>.ts` where it is
 * computed from what was sampled.
 */
import { groupColumns } from './columns/groups.ts'
import { judgeColumns } from './columns/judges.ts'
import { methodColumns } from './columns/method.ts'
import { policyColumns } from './columns/policy.ts'
import { responseColumns } from './columns/responses.ts'
import type { ColumnSpec, Extent, Kind } from './columns/spec.ts'
import { tokenColumns } from './columns/tokens.ts'
import { truthColumns } from './columns/truth.ts'
import type { ParamSpecs } from './params.ts'
import type { World } from './world.ts'

export * from './columns/spec.ts'

export const columnSpecs = {
  ...responseColumns,
  ...groupColumns,
  ...tokenColumns,
  ...policyColumns,
  ...methodColumns,
  ...truthColumns,
  ...judgeColumns,
} as const satisfies Record<string, ColumnSpec>

export type Column = keyof typeof columnSpecs
export const columns = Object.keys(columnSpecs) as readonly Column[]

/** The columns of one extent, or of several. */
export type ColumnOf<E extends Extent> = {
  [C in Column]: (typeof columnSpecs)[C]['extent'] extends E ? C : never
}[Column]

type Both<U> = (U extends unknown ? (one: U) => void : never) extends (one: infer I) => void ? I : never
type OwnParams<C extends Column> = (typeof columnSpecs)[C] extends { readonly params: infer P }
  ? P
  : Record<never, never>
/** The settings of what computes these columns. */
export type ColumnParams<C extends Column> = Both<C extends Column ? OwnParams<C> : never>

export const paramsOf = (needs: readonly string[]): ParamSpecs =>
  Object.assign({}, ...needs.filter(isColumn).map(column => specOf(column).params))

export const isColumn = (name: string): name is Column => Object.hasOwn(columnSpecs, name)

/** A row without the literal types of its own. */
export const specOf = (column: Column): ColumnSpec => columnSpecs[column]

export const columnsOf = <E extends Extent>(extent: E): readonly ColumnOf<E>[] =>
  columns.filter((column): column is ColumnOf<E> => specOf(column).extent === extent)

/** Why no run in this world has the column, as the end of a sentence that begins with its name; undefined where runs have it. */
export function obstacle(column: Column, world: World): string | undefined {
  const { at, lacks } = specOf(column)
  switch (at) {
    case 'log':
      return 'nothing that is sampled here records it'
    case 'after':
      return 'it is known only after the update'
    case 'draw':
    case 'slot':
      return lacks?.(world)
  }
}

interface Range {
  readonly words: string
  readonly cure: string
  readonly allows: (value: number) => boolean
}

/** Rounding in half precision may carry a logarithm above 0 by this much, or a share above 1. */
const slack = 1e-2

/** The numbers of each kind; for whoever reads them from elsewhere. */
export const ranges: Readonly<Record<Kind, Range>> = {
  flag: { words: '0 or 1', cure: '1 is yes.', allows: x => x === 0 || x === 1 },
  logp: { words: 'a number of at most 0', cure: 'It is the logarithm of a probability.', allows: x => x <= slack },
  share: { words: 'a number from 0 to 1', cure: 'It is a share.', allows: x => x >= -slack && x <= 1 + slack },
  amount: { words: 'a number of at least 0', cure: 'It cannot be negative.', allows: x => x >= -slack },
  whole: { words: 'a whole number from 0', cure: 'It counts from 0.', allows: x => Number.isInteger(x) && x >= 0 },
  key: { words: 'a text or a number', cure: 'Equal keys are equal things.', allows: Number.isFinite },
  signed: { words: 'a number', cure: 'Write it as JSON does: no NaN, no Infinity.', allows: Number.isFinite },
}
