/** Columns that say in their own rows how they are shown. */
import { type Column, columns, specOf } from '../../../core/columns.ts'
import { overTokens, read } from '../signalValues.ts'
import { type Signal, signal } from './signal.ts'

const yesOrNo = [
  { value: 1, label: 'yes' },
  { value: 0, label: 'no' },
] as const

const creditLike: ReadonlySet<Column> = new Set(['credit', 'softAdvantage'])

/** What the row of a column says of its signal. */
function column(id: Column): Signal {
  const { signal: own, words, kind, unit, extent } = specOf(id)
  const { label = id, family = 'Inside the method', note = '', formula = words, rare } = own ?? {}
  const measured = kind === 'logp' || unit === 'nats' ? 'nats' : kind === 'share' ? 'share' : ''
  return signal({
    id,
    label,
    family,
    note,
    formula,
    needs: [id],
    unit: measured,
    signed: kind === 'signed',
    ...(rare && { rare }),
    ...(kind === 'flag' && { levels: yesOrNo }),
    ...(creditLike.has(id) && { isCredit: true }),
    values: ({ batch }) => overTokens(batch, extent, read(batch, id)),
  })
}

/** The credit first: it is drawn where the wanted signal cannot be. */
const shown: readonly Column[] = ['credit', ...columns.filter(id => id !== 'credit' && specOf(id).signal !== undefined)]

export const columnSignals: readonly Signal[] = shown.map(column)
