/** Continuations of one prefix, put together by what they say. */
import type { Branch } from '../../../protocol/events.ts'

export interface Outcome {
  /** Generated tokens after the prefix. */
  readonly tokens: readonly number[]
  readonly reward: number
  readonly correct: boolean
  readonly note: string
  readonly count: number
}

export interface BranchSummary {
  readonly outcomes: readonly Outcome[]
  readonly times: number
  /** Share that the verifier accepts; NaN without continuations. */
  readonly success: number
  readonly reward: number
}

/** Equal texts are counted once; the most frequent first, then the better one. */
export function summariseBranch({ prefix, continuations }: Branch): BranchSummary {
  const found = new Map<string, Outcome>()
  for (const { tokens, reward, correct, note } of continuations) {
    const key = tokens.join(' ')
    const known = found.get(key)
    const rest = tokens.slice(startsWithPrefix(tokens, prefix) ? prefix.length : 0)
    found.set(key, { tokens: rest, reward, correct, note, count: (known?.count ?? 0) + 1 })
  }
  const times = continuations.length
  return {
    outcomes: [...found.values()].sort((a, b) => b.count - a.count || b.reward - a.reward),
    times,
    success: continuations.filter(({ correct }) => correct).length / times,
    reward: continuations.reduce((total, { reward }) => total + reward, 0) / times,
  }
}

const startsWithPrefix = (tokens: readonly number[], prefix: readonly number[]): boolean =>
  prefix.every((id, i) => tokens[i] === id)
