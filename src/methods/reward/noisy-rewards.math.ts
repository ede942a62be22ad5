/** What a response looks like, whatever it says. */

/** Tokens of a run whose repetition is noticed; 20 in the original, whose responses are hundreds of times as long. */
const window = 4

/** Share of the runs of `window` tokens that were written before in the same response; 0 where there are none. */
function repeated(tokens: readonly number[]): number {
  const runs = Array.from({ length: Math.max(0, tokens.length - window + 1) }, (_, t) =>
    tokens.slice(t, t + window).join(),
  )
  return runs.length === 0 ? 0 : 1 - new Set(runs).size / runs.length
}

/** In [0, 1]: how many different tokens a response uses, of as many as are wanted, less the share of it that repeats itself. */
export const patternScore = (tokens: readonly number[], wanted: number): number =>
  Math.max(0, Math.min(1, new Set(tokens).size / wanted) - repeated(tokens))
