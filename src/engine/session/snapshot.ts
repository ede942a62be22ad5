/** What is handed out of a frame to be looked at. */
import { inOne } from '../../core/explained.ts'
import type { Snapshot } from '../../core/snapshot.ts'
import type { Frame } from '../run.ts'

export const snapshotOf = ({
  iteration,
  phase,
  batch,
  problems,
  notes,
  explain,
  top,
  searches,
  metrics,
}: Frame): Snapshot => ({
  iteration,
  phase,
  batch,
  problems: problems.map(({ index, text, prompt, data }) => ({ index, text, prompt, data })),
  notes,
  explain: inOne(explain),
  ...(top && { top }),
  ...(searches && { searches }),
  metrics,
})

/**
 * A copy that shares nothing with the engine, and the buffers in it, so that the copy can be moved to another thread
 * instead of being copied again.
 */
export function detached<T>(message: T): { readonly copy: T; readonly buffers: ArrayBuffer[] } {
  const copy = structuredClone(message)
  const buffers = new Set<ArrayBuffer>()
  const visit = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) buffers.add(value.buffer)
    } else if (Array.isArray(value)) {
      // Lists of numbers and texts are long, and hold no buffers.
      if (typeof value[0] === 'object') value.forEach(visit)
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit)
  }
  visit(copy)
  return { copy, buffers: [...buffers] }
}
