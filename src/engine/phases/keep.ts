import { groupMembers } from '../../core/batch.ts'
import type { CurriculumPart } from '../../core/method.ts'
import { equalRewards } from '../../core/metrics.ts'
import type { Problem } from '../../core/task.ts'
import { contextOf, type Frame, type Run } from '../run.ts'
import { draftedFrame, givenLengths } from '../sampling/draft.ts'
import { joinRows, type SampledRow } from '../sampling/rollout.ts'
import { choose } from './choose.ts'
import { measureDrawn, measureKept } from './measure.ts'
import { reward } from './reward.ts'
import { sample } from './sample.ts'

/**
 * Drops the groups that the curriculum does not want and samples others in their place, at most `rounds` times. What is
 * kept by then is trained on, even if it is less than was asked for; when nothing is kept, the batch stays to be looked
 * at and the update is left out. Columns that are dear are computed now, for what is left.
 */
export async function keep(run: Run, frame: Frame): Promise<Frame> {
  const part = run.method.curriculum?.part
  if (!part?.keep) return tally(frame, frame)
  const latest = await measureKept(run, await replaceDropped(run, frame, part))
  const { rounds, groups, dropped } = latest.judged
  return { ...latest, metrics: { ...latest.metrics, rounds, groupsSampled: groups, groupsDropped: dropped } }
}

async function replaceDropped(run: Run, frame: Frame, part: CurriculumPart): Promise<Frame> {
  const rounds = part.rounds?.(run.params) ?? 1
  const wanted = frame.problems.length
  const kept: KeptGroup[] = []
  let latest = frame
  for (let round = 0; round < rounds && kept.length < wanted; round++) {
    const before = latest
    if (round > 0) latest = reward(run, await sample(run, choose(run, latest, wanted - kept.length, round)))
    const marks = part.keep?.(latest.batch, run.params, contextOf(run, latest, 'curriculum', keepTurn + round))
    latest = tally(before, latest, marks)
    kept.push(...keptGroups(latest, marks))
  }
  if (kept.length === 0) return { ...latest, idle: true }
  return latest.judged.dropped === 0 ? latest : gather(run, latest, kept)
}

interface KeptGroup {
  readonly problem: Problem
  readonly rows: readonly SampledRow[]
  readonly samplerLogp: readonly Float32Array[]
  readonly tempered: readonly number[]
  readonly external: readonly Float32Array[]
  readonly given: readonly number[]
}

function keptGroups({ batch, problems, sampled }: Frame, marks: Uint8Array | undefined): KeptGroup[] {
  if (!sampled) return []
  const hints = givenLengths(batch)
  return groupMembers(batch).flatMap((members, group) => {
    if (marks?.[group] === 0) return []
    const rows = members.map(at => ({ sampled, at }))
    const logp = members.map(i =>
      (batch.samplerLogp ?? sampled.logp).slice(batch.tokenStart[i], batch.tokenStart[i + 1]),
    )
    const tempered = members.map(i => batch.tempered?.[i] ?? 1)
    const external = members.flatMap(i => batch.external?.slice(batch.tokenStart[i], batch.tokenStart[i + 1]) ?? [])
    return [
      { problem: problems[group]!, rows, samplerLogp: logp, tempered, external, given: members.map(i => hints[i]!) },
    ]
  })
}

/** Choosing and keeping draw from different streams. */
const keepTurn = 1000

/** One batch of the kept groups, rewarded as if they had been sampled together. */
async function gather(run: Run, frame: Frame, groups: readonly KeptGroup[]): Promise<Frame> {
  const rows = groups.flatMap(group => group.rows)
  const sampled = joinRows(rows, frame.top?.k ?? 0)
  const samplerLogp = Float32Array.from(groups.flatMap(group => group.samplerLogp.flatMap(part => [...part])))
  const tempered = Float32Array.from(groups.flatMap(part => part.tempered))
  const external = Float32Array.from(groups.flatMap(part => part.external.flatMap(marks => [...marks])))
  const given = Int32Array.from(groups.flatMap(part => part.given))
  const group = Int32Array.from(groups.flatMap(({ rows }, index) => rows.map(() => index)))
  const problems = groups.map(({ problem }) => problem)
  const marked = external.length > 0 && { external }
  const draft = { sampled, samplerLogp, tempered, given, group, drawn: frame.drawn, ...marked }
  return reward(run, await measureDrawn(run, draftedFrame(run, { ...frame, problems }, draft)))
}

/** Counts what was sampled and judged, whatever becomes of it. */
function tally({ judged }: Frame, frame: Frame, marks?: Uint8Array): Frame {
  const { batch } = frame
  const dropped = groupMembers(batch).filter((_, group) => marks?.[group] === 0)
  return {
    ...frame,
    judged: {
      rollouts: judged.rollouts + batch.rollouts,
      groups: judged.groups + batch.groups,
      rounds: judged.rounds + 1,
      dropped: judged.dropped + dropped.length,
      droppedSilent: judged.droppedSilent + dropped.filter(members => equalRewards(batch, members)).length,
    },
  }
}
