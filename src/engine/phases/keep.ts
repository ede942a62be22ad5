import { groupMembers } from '../../core/batch.ts'
import type { CurriculumPart } from '../../core/method.ts'
import type { Problem } from '../../core/task.ts'
import { contextOf, type Frame, type Run } from '../run.ts'
import { draftedFrame } from '../sampling/draft.ts'
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
  return part?.keep ? measureKept(run, await replaceDropped(run, frame, part)) : tally(frame, frame)
}

async function replaceDropped(run: Run, frame: Frame, part: CurriculumPart): Promise<Frame> {
  let latest = tally(frame, frame)
  const rounds = part.rounds?.(run.params) ?? 1
  const wanted = frame.problems.length
  const kept = keptGroups(run, latest, part, 0)
  if (kept.length === wanted) return latest
  for (let round = 1; round < rounds && kept.length < wanted; round++) {
    const again = choose(run, latest, wanted - kept.length, round)
    latest = tally(latest, reward(run, await sample(run, again)))
    kept.push(...keptGroups(run, latest, part, round))
  }
  return kept.length === 0 ? { ...latest, idle: true } : gather(run, latest, kept)
}

interface KeptGroup {
  readonly problem: Problem
  readonly rows: readonly SampledRow[]
  readonly samplerLogp: readonly Float32Array[]
  readonly tempered: readonly number[]
}

function keptGroups(run: Run, frame: Frame, part: CurriculumPart, round: number): KeptGroup[] {
  const { batch, problems, sampled } = frame
  const marks = part.keep?.(batch, run.params, contextOf(run, frame, 'curriculum', keepTurn + round))
  if (!sampled) return []
  return groupMembers(batch).flatMap((members, group) => {
    if (marks && !marks[group]) return []
    const rows = members.map(at => ({ sampled, at }))
    const logp = members.map(i =>
      (batch.samplerLogp ?? sampled.logp).slice(batch.tokenStart[i], batch.tokenStart[i + 1]),
    )
    const tempered = members.map(i => batch.tempered?.[i] ?? 1)
    return [{ problem: problems[group]!, rows, samplerLogp: logp, tempered }]
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
  const group = Int32Array.from(groups.flatMap(({ rows }, index) => rows.map(() => index)))
  const problems = groups.map(({ problem }) => problem)
  const draft = { sampled, samplerLogp, tempered, group, drawn: frame.drawn }
  return reward(run, await measureDrawn(run, draftedFrame(run, { ...frame, problems }, draft)))
}

/** Counts what was sampled and judged, whatever becomes of it. */
function tally({ judged }: Frame, frame: Frame): Frame {
  const { batch } = frame
  const silent = groupMembers(batch).filter(members =>
    members.every(i => batch.reward[i] === batch.reward[members[0]!]),
  )
  return {
    ...frame,
    judged: {
      rollouts: judged.rollouts + batch.rollouts,
      groups: judged.groups + batch.groups,
      silent: judged.silent + silent.length,
    },
  }
}
