/**
 * Columns beyond those that drawing leaves behind (engine/columns), computed once for the responses that are trained on.
 * Where groups may still be dropped, only those that the judgement reads come first.
 */
import type { Batch } from '../../core/batch.ts'
import { type Column, columns, columnsOf, obstacle } from '../../core/columns.ts'
import { providers } from '../columns/index.ts'
import { isWanted } from '../columns/shared/wanted.ts'
import { type Frame, ownTokens, type Run, worldOf } from '../run.ts'

/** Whether the curriculum may drop groups after they were judged. */
const mayDrop = ({ method }: Run): boolean => method.curriculum?.part.keep !== undefined

/** After drawing: everything, or what the rewards are made of where groups may be dropped. */
export const measureDrawn = (run: Run, frame: Frame): Promise<Frame> =>
  mayDrop(run) ? measure(run, frame, run.method.reward?.part.needs ?? []) : measure(run, frame)

/** After dropping: what is still missing. */
export const measureKept = (run: Run, frame: Frame): Promise<Frame> =>
  measure(
    run,
    frame,
    columns.filter(column => frame.batch[column] === undefined),
  )

/** Fills the wanted ones of these columns; `undefined` stands for all. */
async function measure(run: Run, frame: Frame, among: readonly Column[] = columns): Promise<Frame> {
  const added: { [C in Column]?: Float32Array } = {}
  const world = worldOf(run)
  for (const { column, provide } of providers) {
    if (!among.includes(column) || !isWanted(run, column) || obstacle(column, world) !== undefined) continue
    const values = await provide(run, frame)
    if (values) added[column] = values
  }
  return { ...frame, batch: withoutWorld({ ...frame.batch, ...added }) }
}

/** What the policy thinks of the world's words means nothing: 0 there, in every column. */
function withoutWorld(batch: Batch): Batch {
  if (!batch.mask?.includes(0)) return batch
  const silenced: { [C in Column]?: Float32Array } = {}
  for (const column of columnsOf('token')) {
    const values = batch[column]
    if (values && column !== 'mask' && column !== 'given') silenced[column] = ownTokens(batch, values)
  }
  return { ...batch, ...silenced }
}
