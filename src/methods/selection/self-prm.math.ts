/** What a policy says of its own steps, and how well that finds errors. */
import type { Numbers } from '../../core/math.ts'

/** Step of the first score below one half; -1 where there is none. */
export const firstBelow = (scores: Numbers): number => Array.from(scores).findIndex(score => score < 0.5)

export interface Called {
  /** Step that is called wrong first, and the one that is: -1 where none. */
  readonly said: number
  readonly truth: number
}

/** Harmonic mean of how often the first error is found where there is one, and of how often none is called where there is none; undefined unless there are both. */
export function errorF1(called: readonly Called[]): number | undefined {
  const hit = (some: readonly Called[]) => some.filter(({ said, truth }) => said === truth).length / some.length
  const wrong = called.filter(({ truth }) => truth >= 0)
  const right = called.filter(({ truth }) => truth < 0)
  if (wrong.length === 0 || right.length === 0) return undefined
  const [a, b] = [hit(wrong), hit(right)]
  return a + b === 0 ? 0 : (2 * a * b) / (a + b)
}
