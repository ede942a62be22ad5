import { purpose } from '../../core/rng.ts'
import { type Draft, measure } from '../measure.ts'
import { type Ask, rollOut } from '../rollout.ts'
import type { Frame, Run } from '../run.ts'
import { drawBySampler } from '../sampler.ts'

/** Likeliest next tokens that are shown per position. */
export const shownTokens = 8

/** Draws the responses, by the method's sampler or independently, and measures them: see `measure`. */
export async function sample(run: Run, frame: Frame): Promise<Frame> {
  const part = run.method.sampler?.part
  return measure(run, frame, part ? await drawBySampler(run, frame, part) : await drawIndependently(run, frame))
}

async function drawIndependently(run: Run, frame: Frame): Promise<Draft> {
  const { groupSize } = run.params
  const drawn = new Map(frame.drawn)
  const asks = frame.problems.flatMap(problem => {
    const first = drawn.get(problem.index) ?? 0
    drawn.set(problem.index, first + groupSize)
    return Array.from({ length: groupSize }, (_, i): Ask => ({ problem, rollout: first + i, forced: [] }))
  })
  const sampled = await rollOut(run, asks, {
    key: [purpose.sample, frame.iteration],
    reportTop: run.watched ? shownTokens : 0,
  })
  return { sampled, group: Int32Array.from(asks, (_, row) => Math.floor(row / groupSize)), drawn }
}
