/** How a quantity is distributed over a batch, iteration by iteration. Pure; computed once for each kept batch. */
import { type Batch, lengths } from '../../core/batch.ts'
import { quantile } from '../../core/math.ts'
import type { Snapshot } from '../../core/snapshot.ts'
import type { Axis, Row } from './lines.ts'
import { heightOf } from './lines.ts'

export type Band = 'advantage' | 'ratio' | 'length'

const levels = { p5: 0.05, p25: 0.25, p50: 0.5, p75: 0.75, p95: 0.95 } as const
export type Level = keyof typeof levels
const names = ['p5', 'p25', 'p50', 'p75', 'p95'] as const satisfies readonly Level[]

/** One number per response or token, of which nothing is left out that is known. */
function valuesOf(batch: Batch, band: Band): readonly number[] {
  const values = band === 'length' ? lengths(batch) : (batch[band] ?? new Float32Array(0))
  return [...values].filter((value, t) => Number.isFinite(value) && !(band === 'ratio' && batch.mask?.[t] === 0))
}

const known = new WeakMap<Batch, Map<Band, Row>>()

function rowOf({ batch, iteration }: Snapshot, band: Band): Row | undefined {
  const rows = known.get(batch) ?? new Map<Band, Row>()
  known.set(batch, rows)
  const found = rows.get(band)
  if (found) return found
  const values = valuesOf(batch, band)
  if (values.length === 0) return undefined
  const row = { iteration, ...Object.fromEntries(names.map(name => [name, quantile(values, levels[name])])) }
  rows.set(band, row)
  return row
}

/** A row for every kept iteration whose batch has the quantity. */
export const bandRows = (snapshots: readonly Snapshot[], band: Band): Row[] =>
  snapshots.flatMap(snapshot => rowOf(snapshot, band) ?? [])

/** The area between two levels, in a picture `end` wide and 1 high. */
export function areaOf(rows: readonly Row[], low: Level, high: Level, axis: Axis): string {
  const point = (level: Level) => (row: Row) => `${row.iteration} ${(1 - heightOf(axis, row[level] ?? 0)).toFixed(4)}`
  if (rows.length === 0) return ''
  return `M${[...rows.map(point(high)), ...rows.toReversed().map(point(low))].join('L')}z`
}

export const medianOf = (rows: readonly Row[], axis: Axis): string =>
  rows
    .map(({ iteration, p50 = 0 }, i) => `${i === 0 ? 'M' : 'L'}${iteration} ${(1 - heightOf(axis, p50)).toFixed(4)}`)
    .join('')
