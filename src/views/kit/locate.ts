/** What the selection points at, with indices clamped to what the batch has. */
import { type Batch, groupMembers, tokenCount } from '../../core/batch.ts'
import { clamp } from '../../core/math.ts'
import type { Selected } from '../../store/state.ts'

export interface Spot {
  readonly group: number
  /** Rollouts of the group, ascending. */
  readonly members: readonly number[]
  /** Index within the group. */
  readonly rollout: number
  /** Index within the batch. */
  readonly row: number
  /** First token of the rollout, and one past its last. */
  readonly start: number
  readonly end: number
  /** Position within the rollout; 0 when it is empty. */
  readonly token: number
  /** Index of the token within the batch, or undefined when the rollout is empty. */
  readonly at: number | undefined
}

/** Undefined only for a batch without rollouts. */
export function locate(batch: Batch, selection: Selected): Spot | undefined {
  const groups = groupMembers(batch)
  const group = clamp(selection.group, 0, groups.length - 1)
  const members = groups[group]
  const rollout = clamp(selection.rollout, 0, (members?.length ?? 0) - 1)
  const row = members?.[rollout]
  if (members === undefined || row === undefined) return undefined
  const start = batch.tokenStart[row]!
  const size = tokenCount(batch, row)
  const token = clamp(selection.token, 0, Math.max(0, size - 1))
  return { group, members, rollout, row, start, end: start + size, token, at: size > 0 ? start + token : undefined }
}

/** Token indices of these rollouts that the policy generated. */
export function* generatedTokens(batch: Batch, rows: Iterable<number>): Generator<number> {
  for (const row of rows) {
    for (let t = batch.tokenStart[row]!; t < batch.tokenStart[row + 1]!; t++) if (batch.mask?.[t] !== 0) yield t
  }
}
