import type { Pool } from '../../core/parts.ts'
import { permuted, purpose } from '../../core/rng.ts'
import { contextOf, type Frame, problemAt, type Run, remember } from '../run.ts'

/** The engine's own note beside the slots' states: problems handed out so far. */
const handedOut = 'problems'

/** A task that tells no sources apart has one. */
function poolOf(run: Run, size: number): Pool {
  const { names, of } = run.task.sources?.(run.level) ?? { names: [''], of: () => 0 }
  return {
    size,
    sources: names,
    sourceOf: problem => of(problemAt(run, problem)),
    reference: (problem, draw) => run.task.reference(run.level, problemAt(run, problem), draw),
  }
}

/**
 * Names the problems of the iteration: the curriculum's choice, or the next of the pool, without replacement, in an order
 * that is shuffled anew each epoch. `round` counts the times that groups are chosen again in one iteration.
 */
export function choose(run: Run, frame: Frame, count: number = run.params.problems, round = 0): Frame {
  const pool = Math.min(run.params.pool || run.level.pool, run.level.pool)
  const part = run.method.curriculum?.part
  if (part?.choose) {
    const { choices, state } = part.choose(
      poolOf(run, pool),
      count,
      run.params,
      contextOf(run, frame, 'curriculum', round),
    )
    return {
      ...frame,
      problems: choices.map(({ problem }) => problemAt(run, problem)),
      choices,
      memory: remember(frame, 'curriculum', state),
    }
  }
  const first = Number(frame.memory[handedOut] ?? 0)
  const problems = Array.from({ length: count }, (_, i) => {
    const place = first + i
    return problemAt(run, permuted(place % pool, pool, run.seed, purpose.shuffle, 0, Math.floor(place / pool)))
  })
  return { ...frame, problems, choices: [], memory: remember(frame, handedOut, first + count) }
}
