/**
 * What was changed by hand on the bench, by the iteration that it was changed on: it is still there when the tab is opened
 * again, and other pictures may put something there. Not part of the page's state: with its snapshot it is forgotten.
 */
import { type Edit, type History, unedited, withEdit } from '../../core/edits.ts'
import type { Snapshot } from '../../core/snapshot.ts'

const histories = new WeakMap<Snapshot, History>()

export const historyOf = (snapshot: Snapshot): History => histories.get(snapshot) ?? unedited
export const remember = (snapshot: Snapshot, history: History): void => void histories.set(snapshot, history)

/** One more change, from another picture; the bench has it when it is opened. */
export const putOnBench = (snapshot: Snapshot, edit: Edit): void =>
  remember(snapshot, withEdit(historyOf(snapshot), edit))
