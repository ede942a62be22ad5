/** Two agents that answer one after the other (arXiv 2410.06101). Source: Harry67Hu/CORY imdb_train/cory.py (710219f). */
import type { With } from '../../core/batch.ts'
import { sum } from '../../core/math.ts'

/** Per response what its first two attempts are worth, in order; fewer where fewer were made. */
export const attemptsOf = ({ attempt, tokenStart, rollouts }: With<'attempt'>): number[][] =>
  Array.from({ length: rollouts }, (_, i) =>
    Array.from(attempt.subarray(tokenStart[i], tokenStart[i + 1]))
      .filter(worth => !Number.isNaN(worth))
      .slice(0, 2),
  )

/** What both agents are paid: the sum of what their answers are worth. */
export const shared = (attempts: readonly number[]): number => sum(attempts)
