/** Every number that is known about one token, for the shared detail line. */
import type { Batch, Column } from '../../core/batch.ts'
import { fixed, short, signed, signedShort } from './numbers.ts'
import { quantityName } from './quantities.ts'

export interface TokenNumber {
  readonly label: string
  readonly value: string
  readonly exact: number
}

const shown: readonly { readonly column: Column; readonly write: (value: number) => string }[] = [
  { column: 'credit', write: value => signed(value, 3) },
  { column: 'exactAdvantage', write: value => signed(value, 3) },
  { column: 'oldLogp', write: value => fixed(value, 3) },
  { column: 'logp', write: value => fixed(value, 3) },
  { column: 'refLogp', write: value => fixed(value, 3) },
  { column: 'ratio', write: value => fixed(value, 3) },
  { column: 'clipped', write: value => (value > 0 ? 'yes' : 'no') },
  { column: 'oldEntropy', write: short },
  { column: 'oldValue', write: signedShort },
  { column: 'prefixValue', write: short },
]

/** The columns that the batch has, at token index `t`. */
export const tokenNumbers = (batch: Batch, t: number): TokenNumber[] =>
  shown.flatMap(({ column, write }) => {
    const value = batch[column]?.[t]
    return value === undefined ? [] : [{ label: quantityName(column), value: write(value), exact: value }]
  })
