import { useMemo, useState } from 'react'
import type { Batch } from '../../../core/batch.ts'
import { applyEdits, type Edit, type History, redo, undo, unedited, withEdit } from '../../../core/edits.ts'
import type { Snapshot } from '../../../core/snapshot.ts'
import { material } from '../../../methods/bench.ts'
import { historyOf, remember } from '../../kit/bench-edits.ts'

export interface Editing {
  /** The snapshot that is looked at: the run's, or the one that edits began on. */
  readonly source: Snapshot
  /** Its batch with the edits. */
  readonly batch: Batch
  readonly history: History
  readonly edit: (edit: Edit) => void
  readonly undo: () => void
  readonly redo: () => void
  readonly clear: () => void
  /** The run has gone on since. */
  readonly isHeld: boolean
}

interface Held {
  readonly source: Snapshot
  readonly history: History
}

/** Edits hold the batch they were made on while the run goes on; taken back, the bench follows the run again. */
export function useEdits(snapshot: Snapshot): Editing {
  const [held, setHeld] = useState<Held | undefined>(() => ({ source: snapshot, history: historyOf(snapshot) }))
  const isEdited = held !== undefined && held.history.done.length > 0
  const source = isEdited ? held.source : snapshot
  const history = isEdited || held?.source === snapshot ? (held?.history ?? unedited) : unedited
  const drawn = useMemo(() => material(source.batch), [source.batch])
  const batch = useMemo(() => applyEdits(drawn, history.done), [drawn, history.done])
  const become = (next: History) => {
    remember(source, next)
    setHeld({ source, history: next })
  }
  return {
    source,
    batch,
    history,
    edit: edit => become(withEdit(history, edit)),
    undo: () => become(undo(history)),
    redo: () => become(redo(history)),
    clear: () => {
      remember(source, unedited)
      setHeld(undefined)
    },
    isHeld: isEdited && source !== snapshot,
  }
}
