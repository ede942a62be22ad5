import { groupMembers } from '../../core/batch.ts'
import type { CurriculumPart } from '../../core/method.ts'
import { equalRewards } from '../../core/metrics.ts'
import { contextOf, type Frame, type Run } from '../run.ts'
import { type DrawnGroup, drawnGroups, regrouped } from '../sampling/regroup.ts'
import { choose } from './choose.ts'
import { measureKept } from './measure.ts'
import { replay } from './replay.ts'
import { reward } from './reward.ts'
import { sample } from './sample.ts'

/**
 * Drops the groups that the curriculum does not want and samples others in their place, at most `rounds` times. What is
 * kept by then is trained on, even if it is less than was asked for; when nothing is kept, the batch stays to be looked
 * at and the update is left out. Columns that are dear are computed now, for what is left. Then
 * earlier responses are mixed in, where the method replays some.
 */
export async function keep(run: Run, frame: Frame): Promise<Frame> {
  const part = run.method.curriculum?.part
  if (!part?.keep) return replay(run, tally(frame, frame))
  const latest = await measureKept(run, await replay(run, await replaceDropped(run, frame, part)))
  const { rounds, groups, dropped } = latest.judged
  return { ...latest, metrics: { ...latest.metrics, rounds, groupsSampled: groups, groupsDropped: dropped } }
}

async function replaceDropped(run: Run, frame: Frame, part: CurriculumPart): Promise<Frame> {
  const rounds = part.rounds?.(run.params) ?? 1
  const wanted = frame.problems.length
  const kept: DrawnGroup[] = []
  let latest = frame
  for (let round = 0; round < rounds && kept.length < wanted; round++) {
    const before = latest
    if (round > 0) latest = reward(run, await sample(run, choose(run, latest, wanted - kept.length, round)))
    const marks = part.keep?.(latest.batch, run.params, contextOf(run, latest, 'curriculum', keepTurn + round))
    latest = tally(before, latest, marks)
    kept.push(...drawnGroups(latest).filter((_, group) => marks?.[group] !== 0))
  }
  if (kept.length === 0) return { ...latest, idle: true }
  return latest.judged.dropped === 0 ? latest : regrouped(run, latest, kept)
}

/** Choosing and keeping draw from different streams. */
const keepTurn = 1000

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
