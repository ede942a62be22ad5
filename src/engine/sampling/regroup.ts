/** Responses taken out of a batch one by one, and batches put together of such. */
import { groupMembers } from '../../core/batch.ts'
import type { Problem } from '../../core/task.ts'
import { joinRows, type SampledRow } from '../../policy/join.ts'
import { measureDrawn } from '../phases/measure.ts'
import { reward } from '../phases/reward.ts'
import type { Frame, Run } from '../run.ts'
import { draftedFrame, givenLengths } from './draft.ts'
import { drawnLogp } from './rollout.ts'

/** A response with all that drawing left behind. */
export interface DrawnRow {
  readonly row: SampledRow
  /** [tokens of the response] */
  readonly samplerLogp: Float32Array
  readonly external: Float32Array
  readonly tempered: number
  readonly given: number
  readonly age: number
}

export interface DrawnGroup {
  readonly problem: Problem
  readonly rows: readonly DrawnRow[]
}

/** The groups of a batch; none before anything was sampled. */
export function drawnGroups({ batch, problems, sampled }: Frame): readonly DrawnGroup[] {
  if (!sampled) return []
  const hints = givenLengths(batch)
  const samplerLogp = batch.samplerLogp ?? drawnLogp(sampled)
  const rowAt = (i: number): DrawnRow => ({
    row: { sampled, at: i },
    samplerLogp: samplerLogp.slice(batch.tokenStart[i], batch.tokenStart[i + 1]),
    external: batch.external?.slice(batch.tokenStart[i], batch.tokenStart[i + 1]) ?? new Float32Array(),
    tempered: batch.tempered?.[i] ?? 1,
    given: hints[i]!,
    age: batch.age?.[i] ?? 0,
  })
  return groupMembers(batch).map((members, group) => ({ problem: problems[group]!, rows: members.map(rowAt) }))
}

/** One batch of these groups, rewarded as if they had been sampled together. */
export async function regrouped(run: Run, frame: Frame, groups: readonly DrawnGroup[]): Promise<Frame> {
  const rows = groups.flatMap(group => group.rows)
  const sampled = joinRows(
    rows.map(({ row }) => row),
    frame.top?.k ?? 0,
  )
  const external = Float32Array.from(rows.flatMap(row => [...row.external]))
  const draft = {
    sampled,
    samplerLogp: Float32Array.from(rows.flatMap(row => [...row.samplerLogp])),
    tempered: Float32Array.from(rows, row => row.tempered),
    given: Int32Array.from(rows, row => row.given),
    age: Float32Array.from(rows, row => row.age),
    group: Int32Array.from(groups.flatMap((group, index) => group.rows.map(() => index))),
    drawn: frame.drawn,
    ...(external.length > 0 && { external }),
  }
  const problems = groups.map(({ problem }) => problem)
  return reward(run, await measureDrawn(run, draftedFrame(run, { ...frame, problems }, draft)))
}
