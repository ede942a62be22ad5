/** What is being looked at: the snapshot, and the place in it. */
import { type Batch, groupMembers, tokenCount } from '../../core/batch.ts'
import { clamp } from '../../core/math.ts'
import type { Snapshot } from '../../core/snapshot.ts'
import type { RunState, Selected, Selection, State } from '../state.ts'
import { memo } from './memo.ts'
import { shownRun } from './run.ts'

/** The newest snapshot, or the chosen iteration: kept, computed again, or else the nearest that was kept. */
export function shownSnapshot(state: Pick<State, 'runs' | 'shown' | 'selection'>): Snapshot | undefined {
  const { snapshots, again } = shownRun(state)
  const { selection } = state
  if (again !== undefined && again.iteration === selection.iteration) return again
  return selection.iteration === undefined ? snapshots.at(-1) : nearestSnapshot(snapshots, selection.iteration)
}

/** The iteration that is on screen; undefined before the first one is finished. */
export const momentOf = (state: Pick<State, 'runs' | 'shown' | 'selection'>): number | undefined => {
  const shown = shownSnapshot(state)?.iteration
  return shown === undefined || shownRun(state).iteration === 0 ? undefined : shown
}

/** The iteration that an address names: one that is still to come as it was asked for, else the one that is shown. */
export function addressedIteration(state: Pick<State, 'runs' | 'shown' | 'selection'>): number | undefined {
  const { iteration: asked } = state.selection
  const { iteration: finished, again } = shownRun(state)
  if (asked === undefined || asked > finished || asked === again?.iteration) return asked
  return shownSnapshot(state)?.iteration ?? asked
}

export function nearestSnapshot(snapshots: readonly Snapshot[], iteration: number): Snapshot | undefined {
  let best: Snapshot | undefined
  for (const snapshot of snapshots) {
    if (!best || Math.abs(snapshot.iteration - iteration) <= Math.abs(best.iteration - iteration)) best = snapshot
  }
  return best
}

/** The kept iteration before or after what is shown; `undefined` iteration means: follow the newest again. */
export function neighbourIteration(state: Pick<State, 'runs' | 'shown' | 'selection'>, by: 1 | -1): number | undefined {
  const { snapshots } = shownRun(state)
  const at = shownSnapshot(state)?.iteration ?? 0
  const index =
    by > 0
      ? snapshots.findIndex(({ iteration }) => iteration > at)
      : snapshots.findLastIndex(({ iteration }) => iteration < at)
  if (by > 0 && (index < 0 || index === snapshots.length - 1)) return undefined
  return snapshots[Math.max(0, index)]?.iteration
}

/** A selection that exists in this batch. While a run plays, a place that nobody chose does not jump about. */
export const selectionIn = memo((selection: Selection, batch: Batch, isPlaying = false): Selected => {
  const members = groupMembers(batch)
  const group = clamp(selection.group ?? (isPlaying ? 0 : tellingGroup(batch, members)), 0, last(members))
  const siblings = members[group] ?? []
  const rollout = clamp(selection.rollout ?? (isPlaying ? 0 : tellingResponse(batch, siblings)), 0, last(siblings))
  const row = siblings[rollout]
  const token = clamp(selection.token, 0, row === undefined ? 0 : Math.max(0, tokenCount(batch, row) - 1))
  return { ...selection, group, rollout, token }
})

const last = (list: ArrayLike<unknown>): number => Math.max(0, list.length - 1)

/** Index of the sibling with the largest |advantage|, the first of several; the first before there are advantages. */
function tellingResponse({ advantage }: Batch, siblings: readonly number[]): number {
  const sizes = siblings.map(row => Math.abs(advantage?.[row] ?? 0) || 0)
  return Math.max(0, sizes.indexOf(Math.max(...sizes)))
}

/** The first group that disagrees about its reward, else the first. */
const tellingGroup = ({ reward }: Batch, members: readonly (readonly number[])[]): number =>
  Math.max(
    0,
    members.findIndex(siblings => siblings.some(row => reward[row] !== reward[siblings[0]!])),
  )

/** What the keyboard walks by. Turns of one response: it stops at the first and at the last. */
export type Unit = 'rollout' | 'turn' | 'token'

/** Where the turns of a rollout begin, in tokens of the rollout; none where there is one turn only. */
export function turnStarts({ turns, tokenStart }: Batch, row: number): readonly number[] {
  if (!turns) return []
  return [...turns.rollout.keys()]
    .filter(turn => turns.rollout[turn] === row)
    .map(turn => turns.start[turn]! - tokenStart[row]!)
}

/** Moves through responses (over the borders of groups) or through tokens (over the borders of responses). */
export function moved(selection: Selection, batch: Batch, unit: Unit, by: 1 | -1): Partial<Selection> {
  const here = selectionIn(selection, batch)
  const members = groupMembers(batch)
  const places = members.flatMap((siblings, group) => siblings.map((row, rollout) => ({ group, rollout, row })))
  const at = places.findIndex(({ group, rollout }) => group === here.group && rollout === here.rollout)
  const row = places[at]?.row
  if (row === undefined) return {}
  if (unit === 'turn') {
    const starts = turnStarts(batch, row)
    const token = by > 0 ? starts.find(start => start > here.token) : starts.findLast(start => start < here.token)
    return token === undefined ? {} : { token }
  }
  const token = here.token + by
  if (unit === 'token' && token >= 0 && token < tokenCount(batch, row)) return { token }
  const next = places[at + by]
  if (!next) return {}
  const { group, rollout } = next
  if (unit === 'rollout') return { group, rollout, token: here.token }
  return { group, rollout, token: by > 0 ? 0 : Math.max(0, tokenCount(batch, next.row) - 1) }
}

/** Where `Back` goes: to the start of the iteration that is under way, else to the start of the one before. */
export function backTo({ iteration, phase }: Pick<RunState, 'iteration' | 'phase'>): number | undefined {
  const midway = phase !== undefined && phase !== 'probe'
  const target = midway ? iteration : iteration - 1
  return target < 0 ? undefined : target
}
