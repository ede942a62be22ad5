/** Every number that is known about one token, for the shared detail line. */
import type { Batch, Column } from '../../core/batch.ts'
import { fixed, short, signed, signedShort } from './numbers.ts'

export interface TokenNumber {
  readonly label: string
  readonly value: string
}

const shown: readonly { readonly column: Column; readonly label: string; readonly write: (value: number) => string }[] =
  [
    { column: 'credit', label: 'credit', write: value => signed(value, 3) },
    { column: 'exactAdvantage', label: 'exact', write: value => signed(value, 3) },
    { column: 'oldLogp', label: 'logp old', write: value => fixed(value, 3) },
    { column: 'logp', label: 'now', write: value => fixed(value, 3) },
    { column: 'refLogp', label: 'ref', write: value => fixed(value, 3) },
    { column: 'ratio', label: 'ratio', write: value => fixed(value, 3) },
    { column: 'clipped', label: 'clipped', write: value => (value > 0 ? 'yes' : 'no') },
    { column: 'oldEntropy', label: 'entropy', write: short },
    { column: 'oldValue', label: 'value', write: signedShort },
    { column: 'prefixValue', label: 'exact value', write: short },
  ]

/** The columns that the batch has, at token index `t`. */
export const tokenNumbers = (batch: Batch, t: number): TokenNumber[] =>
  shown.flatMap(({ column, label, write }) => {
    const value = batch[column]?.[t]
    return value === undefined ? [] : [{ label, value: write(value) }]
  })
