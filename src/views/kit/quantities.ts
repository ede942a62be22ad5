/** What quantities of one token are called, wherever they stand: one name, one number. */
import { type Column, specOf } from '../../core/columns.ts'

const others: Readonly<Partial<Record<Column, string>>> = {
  refLogp: 'log-prob of the reference',
  ratio: 'ratio after the update',
  clipped: 'clipped in a pass',
}

/** A column in words: as its way to colour tokens is called, where it has one. */
export const quantityName = (column: Column): string =>
  others[column] ?? specOf(column).signal?.label.toLowerCase() ?? column

/** What methods report under a name that something else on the screen has too. */
const reported: Readonly<Record<string, string>> = {
  // As the loss saw it: the weights have moved once more since.
  ratio: 'ratio in the last pass',
  'objective.ratio': 'ratio in the last pass',
}

export const reportedName = (name: string): string => reported[name] ?? name
