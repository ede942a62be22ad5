/** Answers of a policy taken apart into rows, and put together again. */
import type { Sampled } from './policy.ts'

/** A row of an answer of the policy. */
export interface SampledRow {
  readonly sampled: Sampled
  readonly at: number
}

export const tokensOf = ({ sampled, at }: SampledRow): number[] =>
  Array.from(sampled.token.subarray(sampled.tokenStart[at], sampled.tokenStart[at + 1]))

/** One ragged answer from rows of several. */
export function joinRows(rows: readonly SampledRow[], reportTop: number): Sampled {
  const tokenStart = new Int32Array(rows.length + 1)
  rows.forEach(({ sampled, at }, i) => {
    tokenStart[i + 1] = tokenStart[i]! + sampled.tokenStart[at + 1]! - sampled.tokenStart[at]!
  })
  const total = tokenStart[rows.length]!
  const fill = <A extends Float32Array | Int32Array>(into: A, width: number, from: (sampled: Sampled) => A): A => {
    rows.forEach(({ sampled, at }, i) => {
      const part = from(sampled).subarray(sampled.tokenStart[at]! * width, sampled.tokenStart[at + 1]! * width)
      into.set(part, tokenStart[i]! * width)
    })
    return into
  }
  const column = (from: (sampled: Sampled) => Float32Array) => fill(new Float32Array(total), 1, from)
  const valued = rows.every(({ sampled }) => sampled.value !== undefined)
  return {
    tokenStart,
    token: fill(new Int32Array(total), 1, sampled => sampled.token),
    logp: column(sampled => sampled.logp),
    entropy: column(sampled => sampled.entropy),
    meanLogp: column(sampled => sampled.meanLogp),
    collision: column(sampled => sampled.collision),
    keptMass: column(sampled => sampled.keptMass),
    ...(valued && { value: column(sampled => sampled.value ?? new Float32Array()) }),
    topToken: fill(new Int32Array(total * reportTop), reportTop, sampled => sampled.topToken),
    topProbability: fill(new Float32Array(total * reportTop), reportTop, sampled => sampled.topProbability),
  }
}
