/** Measured gradients as rows and places on an axis. */
import type { MeasuredVariance } from '../../../core/gradient-quality.ts'
import type { VarianceRow } from '../../../protocol/variance.ts'

/** Two standard errors: what a bar spans on either side. */
export const span = 2

export const measuredOf = (row: VarianceRow | undefined): MeasuredVariance | undefined =>
  row && 'measured' in row ? row.measured : undefined

/** Whether the distance of the mean is more than noise would leave of a method that has no bias. */
export const isBiased = ({ quality, error }: MeasuredVariance): boolean =>
  quality.bias > 1.25 * quality.noiseInMean && quality.bias - span * error.bias > quality.noiseInMean

export interface Ends {
  readonly bias: number
  readonly noise: number
}

/** Where the axes end, so that every bar fits; 1 before anything is measured. */
export function endsOf(all: readonly MeasuredVariance[]): Ends {
  const far = (values: readonly number[]) => Math.max(0, ...values.filter(Number.isFinite)) || 1
  return {
    bias: far(all.flatMap(({ quality, error }) => [quality.bias + span * error.bias, quality.noiseInMean])),
    noise: far(all.map(({ quality, error }) => quality.noise + span * error.noise)),
  }
}

/** Share of the whole that is done. */
export function progressOf(rows: readonly VarianceRow[], repeats: number): number {
  const done = rows.reduce((total, row) => total + ('done' in row ? row.done / repeats : 1), 0)
  return rows.length === 0 ? 0 : done / rows.length
}
