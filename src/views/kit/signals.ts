/**
 * Everything that tokens can be coloured by: the columns whose rows say how, and what is computed of several columns,
 * in a file per family.
 */
import { type Batch, type Explain, hasColumn } from '../../core/batch.ts'
import { type Column, signalFamilies } from '../../core/columns.ts'
import { columnSignals } from './signals/columns.ts'
import { explainSignals } from './signals/explain.ts'
import type { Signal } from './signals/signal.ts'
import type { SignalSource } from './signalValues.ts'

export type { Signal, SignalSource }
export { explainSignals, signalFamilies }

const families = import.meta.glob<readonly Signal[]>('./signals/families/*.ts', { eager: true, import: 'default' })

export const signals: readonly Signal[] = [...columnSignals, ...Object.values(families).flat()]

/** Columns that can be made from others when a log or a phase has not written them. */
const made: Partial<Record<Column, readonly Column[]>> = { ratio: ['logp', 'oldLogp'] }

const present = (batch: Batch, column: Column): boolean =>
  hasColumn(batch, column) || (made[column]?.every(source => hasColumn(batch, source)) ?? false)

/** Columns that keep this signal from being shown; empty when it can be. */
export const lacking = (signal: Signal, batch: Batch): Column[] => signal.needs.filter(need => !present(batch, need))

/** The signal to draw: the wanted one where its columns are present, else the first that can be drawn. */
export function signalToDraw(id: string, batch: Batch, explain: Explain = {}): Signal {
  const known = [...signals, ...explainSignals(explain)]
  const possible = known.filter(candidate => lacking(candidate, batch).length === 0)
  return possible.find(candidate => candidate.id === id) ?? possible[0] ?? signals[0]!
}

interface Computed {
  readonly key: string
  readonly explain: Explain
  readonly values: Float32Array
}
const valuesCache = new WeakMap<Batch, Map<string, Computed>>()

/** The signal's column; computed anew when anything that it may read has changed. */
export function signalValues(chosen: Signal, source: SignalSource): Float32Array {
  const { batch, explain, params, settings } = source
  const known = valuesCache.get(batch) ?? new Map<string, Computed>()
  valuesCache.set(batch, known)
  const key = JSON.stringify([params, settings])
  const found = known.get(chosen.id)
  if (found?.key === key && found.explain === explain) return found.values
  const values = chosen.values(source)
  known.set(chosen.id, { key, explain, values })
  return values
}
