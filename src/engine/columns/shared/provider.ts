import { type Column, type ColumnParams, specOf } from '../../../core/columns.ts'
import { type ParamSpecs, type Values, valuesOf } from '../../../core/params.ts'
import type { Frame, Run } from '../../run.ts'

export interface ColumnProvider {
  readonly column: Column
  /** Values for the frame's batch, which has tokens and statistics but no rewards; undefined where there are none. */
  readonly provide: (run: Run, frame: Frame) => Promise<Float32Array | undefined>
}

/**
 * What computes a column, with the settings that its row declares: the run's where the method reads the column, else the
 * defaults. It is asked only in worlds where the row lacks nothing, and when the column is worth its cost.
 */
export const provider = <C extends Column>(
  column: C,
  provide: (run: Run, frame: Frame, params: Values<ColumnParams<C> & ParamSpecs>) => Promise<Float32Array | undefined>,
): ColumnProvider => ({
  column,
  provide: (run, frame) => provide(run, frame, settingsOf(run, column)),
})

/** The settings that a column's row declares, as the run has them. */
export const settingsOf = <C extends Column>({ params }: Run, column: C): Values<ColumnParams<C> & ParamSpecs> =>
  // Legal for these very specs, hence of their value types.
  valuesOf(specOf(column).params ?? {}, params) as Values<ColumnParams<C> & ParamSpecs>
