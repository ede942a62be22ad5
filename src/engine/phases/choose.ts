import { permuted, purpose } from '../../core/rng.ts'
import { contextOf, type Frame, problemAt, type Run, remember } from '../run.ts'

/** The engine's own note beside the slots' states: problems handed out so far. */
const handedOut = 'problems'

/**
 * Names the problems of the iteration: the curriculum's choice, or the next of the pool, without replacement, in an order
 * that is shuffled anew each epoch. `round` counts the times that groups are chosen again in one iteration.
 */
export function choose(run: Run, frame: Frame, count: number = run.params.problems, round = 0): Frame {
  const pool = Math.min(run.params.pool || run.level.pool, run.level.pool)
  const part = run.method.curriculum?.part
  if (part?.choose) {
    const { problems, state } = part.choose(pool, count, run.params, contextOf(run, frame, 'curriculum', round))
    return {
      ...frame,
      problems: problems.map(index => problemAt(run, index)),
      memory: remember(frame, 'curriculum', state),
    }
  }
  const first = Number(frame.memory[handedOut] ?? 0)
  const problems = Array.from({ length: count }, (_, i) => {
    const place = first + i
    return problemAt(run, permuted(place % pool, pool, run.seed, purpose.shuffle, 0, Math.floor(place / pool)))
  })
  return { ...frame, problems, memory: remember(frame, handedOut, first + count) }
}
