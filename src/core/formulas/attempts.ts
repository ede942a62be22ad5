/** Answers of a response in which one may answer, look again and answer once more. */
import { type Batch, tokenCount } from '../batch.ts'

export interface Attempts {
  readonly count: number
  /** Whether the first and the last answer are right; false where there is none. */
  readonly first: boolean
  readonly last: boolean
  /** Tokens up to the end of the first answer. */
  readonly firstLength: number
}

/** The answers of one rollout, from the column `attempt`. */
export function attemptsOf(batch: Batch & { readonly attempt: Float32Array }, rollout: number): Attempts {
  const start = batch.tokenStart[rollout]!
  const marks = [...batch.attempt.subarray(start, start + tokenCount(batch, rollout))]
  const ends = [...marks.keys()].filter(t => !Number.isNaN(marks[t]!))
  const right = (t: number | undefined) => t !== undefined && marks[t] === 1
  return { count: ends.length, first: right(ends[0]), last: right(ends.at(-1)), firstLength: (ends[0] ?? -1) + 1 }
}
