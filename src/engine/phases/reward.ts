import { type Batch, withColumns } from '../../core/batch.ts'
import { readDialogue } from '../../core/dialogue.ts'
import type { Problem, Verdict } from '../../core/task.ts'
import { shapeReward } from '../../methods/estimate.ts'
import { contextOf, enrich, type Frame, type Run, responseOf } from '../run.ts'
import { paid } from './erring.ts'

/** Asks the verifier about every response, then lets the method shape the rewards. */
export function reward(run: Run, frame: Frame): Frame {
  const { task, level, method, params } = run
  const verdicts = Array.from(frame.batch.group, (group, i) =>
    task.verify(level, frame.problems[group]!, responseOf(frame.batch, i)),
  )
  const batch = judged(run, frame, verdicts)
  const rewarded = { ...frame, batch, notes: verdicts.map(({ note }) => note) }
  // The state from before the iteration: this phase runs again when groups were dropped and replaced.
  const context = { ...contextOf(run, frame, 'reward'), state: run.memory.reward }
  return enrich(rewarded, 'reward', shapeReward(method, params, batch, context))
}

function judged(run: Run, frame: Frame, verdicts: readonly Verdict[]): Batch {
  const reward = paid(
    run,
    frame,
    Float32Array.from(verdicts, verdict => verdict.reward),
  )
  const correct = Float32Array.from(verdicts, verdict => (verdict.correct ? 1 : 0))
  const names = new Set(verdicts.flatMap(({ parts }) => Object.keys(parts ?? {})))
  const part = (name: string) => Float32Array.from(verdicts, ({ parts }) => parts?.[name] ?? 0)
  const formed = Float32Array.from(verdicts, ({ wellFormed }) => (wellFormed ? 1 : 0))
  const batch = withColumns(frame.batch, { correct, ...(run.task.attempts && { wellFormed: formed }) })
  return {
    ...batch,
    reward,
    answer: verdicts.map(({ answer }) => answer),
    ...(names.size > 0 && { rewardParts: Object.fromEntries([...names].map(name => [name, part(name)])) }),
    ...(batch.turns && { turnReward: turnRewards(run, frame, reward) }),
  }
}

/**
 * [turns] what the world paid for each turn. The last turn gets what the verdict adds to that, so that the turns of a
 * rollout sum to its reward.
 */
function turnRewards(run: Run, { batch, problems }: Frame, reward: Float32Array): Float32Array {
  const { rollout = new Int32Array() } = batch.turns ?? {}
  const rewards = Array.from({ length: batch.rollouts }, (_, i) =>
    paidByWorld(run, problems[batch.group[i]!]!, batch, i),
  ).flat()
  const left = Float64Array.from(reward)
  return Float32Array.from(rollout, (i, turn) => {
    const last = rollout[turn + 1] !== i
    const paid = last ? left[i]! : (rewards[turn] ?? 0)
    left[i] = left[i]! - paid
    return paid
  })
}

const paidByWorld = ({ task, level }: Run, problem: Problem, batch: Batch, row: number): number[] =>
  readDialogue(task, level, problem, responseOf(batch, row))
    .turns()
    .map(({ reward }) => reward)
