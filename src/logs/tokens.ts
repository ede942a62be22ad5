/** Per-token lists of logs, cut to the response. */
import type { Column } from '../core/columns.ts'
import type { Cells } from './exchange-columns.ts'
import type { Fields } from './exchange-fields.ts'
import { isNumber, isTokenId } from './exchange-fields.ts'
import { listFrom, numbersOf } from './values.ts'

/** Whole sequences, prompt first. */
export interface Sequence {
  readonly ids: readonly number[]
  /** 1 where the policy wrote the token and the loss reads it. */
  readonly mask: readonly number[]
  /** By column: a value per token of the sequence. */
  readonly columns: Readonly<Partial<Record<Column, readonly number[] | undefined>>>
}

export interface Cut {
  readonly promptIds: readonly number[]
  readonly tokenIds: readonly number[]
  readonly cells: Cells
}

/** Everything from the first token that the policy wrote to the last. The mask is kept where the world wrote between. */
export function cutSequence({ ids, mask, columns }: Sequence): Cut {
  const first = mask.findIndex(value => value !== 0)
  const from = first < 0 ? ids.length : first
  const to = mask.findLastIndex(value => value !== 0) + 1
  const part = (list: readonly number[]) => list.slice(from, Math.max(from, to))
  const own = part(mask)
  const held = Object.entries(columns).flatMap(([column, values]) => (values ? [[column, part(values)]] : []))
  return {
    promptIds: ids.slice(0, from),
    tokenIds: part(ids),
    cells: { ...Object.fromEntries(held), ...(own.includes(0) && { mask: own }) },
  }
}

/** Token ids; undefined, and told, where one is none. */
export function idsFrom(fields: Fields, field: string): readonly number[] | undefined {
  const list = listFrom(fields.json[field])
  return list && fields.list(field, isTokenId, 'a token id')
}

/** A column that is as long as it must be; undefined, and told, where it is not. */
export function tokenColumn(fields: Fields, field: string, length: number): readonly number[] | undefined {
  const list = listFrom(fields.json[field])
  if (!list) return undefined
  if (list.length !== length)
    return fields.problem(field, `${length} values, one per token`, `${list.length}`, 'Left out for this row.')
  return numbersOf(list) ?? fields.list(field, isNumber, 'a number')
}

/** Advantages per token: as credit, and as the advantage of the rollout where all trained tokens have the same. */
export function creditCells(advantages: readonly number[] | undefined, mask?: readonly number[]): Cells {
  if (!advantages) return {}
  const own = mask ? advantages.filter((_, t) => mask[t] !== 0) : advantages
  const [first] = own
  const same = first !== undefined && own.every(value => value === first)
  return { credit: advantages, ...(same && { advantage: [first] }) }
}
