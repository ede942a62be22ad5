/** How varied the plans of a batch are. */
import { type Batch, rolloutOfToken, type With } from '../../core/batch.ts'
import { entropy, sum } from '../../core/math.ts'
import { choice, number, type ParamSpecs } from '../../core/params.ts'

/** Entropy in nats of the shares of these counts; 0 when all are 0. arXiv 2509.03646: semantic entropy. */
export function entropyOfCounts(counts: readonly number[]): number {
  const total = sum(counts)
  return total > 0 ? entropy(counts.map(count => count / total)) : 0
}

/** How often each planning token occurs at each place of a response. */
export function planningCounts(batch: With<'planning'>): number[] {
  const owner = rolloutOfToken(batch)
  const counts = new Map<string, number>()
  batch.planning.forEach((marked, t) => {
    if (marked === 0) return
    const key = `${t - batch.tokenStart[owner[t]!]!}:${batch.token[t]}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  })
  return [...counts.values()]
}

/** [T] 1 at every token of an occurrence of one of these runs of tokens; overlapping ones are united. */
export function occurrences(tokens: readonly number[], grams: readonly (readonly number[])[]): number[] {
  const marked = tokens.map(() => 0)
  for (const gram of grams) {
    for (let t = 0; t + gram.length <= tokens.length; t++) {
      if (gram.every((token, k) => tokens[t + k] === token)) marked.fill(1, t, t + gram.length)
    }
  }
  return marked
}

/** Share of the solutions that hold each item, in the order in which the items first appear. */
export function documentFrequency(solutions: readonly (readonly string[])[]): Map<string, number> {
  const frequency = new Map<string, number>()
  for (const item of new Set(solutions.flat())) {
    frequency.set(item, solutions.filter(held => held.includes(item)).length / solutions.length)
  }
  return frequency
}

/** The most frequent share of the items, at least one; of equal ones the earlier. arXiv 2509.03646. */
export function mostFrequent(frequency: ReadonlyMap<string, number>, share: number): string[] {
  const sorted = [...frequency].toSorted(([, a], [, b]) => b - a).map(([item]) => item)
  return sorted.slice(0, Math.ceil(share * sorted.length - 1e-9))
}

/** Where plans are read from, and what counts as a run of tokens that many solutions share. */
export const gramParams = {
  planningFrom: choice({
    label: 'Plans are',
    options: ['world', 'grams'],
    default: 'world',
    paper: 'grams',
    aside: true,
    meaning: {
      world: 'what the task marks',
      grams: 'runs of tokens that most correct responses of the batch share',
    },
  }),
  gramLeast: number({
    label: 'Shortest gram',
    default: 3,
    paper: 3,
    min: 1,
    max: 10,
    integer: true,
    aside: true,
    note: 'Tokens in a run.',
  }),
  gramMost: number({
    label: 'Longest gram',
    default: 5,
    paper: 5,
    min: 1,
    max: 10,
    integer: true,
    aside: true,
    note: 'Tokens in a run.',
  }),
  gramShare: number({
    label: 'Share of grams kept',
    default: 0.2,
    paper: 0.2,
    min: 0.01,
    max: 1,
    aside: true,
    note: 'The most frequent ones.',
  }),
} as const satisfies ParamSpecs

export interface Grams {
  readonly gramLeast: number
  readonly gramMost: number
  readonly gramShare: number
}

const gramsOf = (tokens: readonly number[], { gramLeast, gramMost }: Grams): string[] =>
  tokens.flatMap((_, t) =>
    Array.from({ length: Math.max(0, gramMost - gramLeast + 1) }, (_unused, k) => gramLeast + k)
      .filter(length => t + length <= tokens.length)
      .map(length => tokens.slice(t, t + length).join(' ')),
  )

/**
 * [T] 1 at tokens of strategic grams: the runs of tokens that most of the batch's correct responses share. Runs are one when
 * they are equal: there is no meaning to group them by. All 0 while nothing is correct.
 */
export function strategicTokens(batch: Batch, right: ArrayLike<number>, how: Grams): Float32Array {
  const said = Array.from({ length: batch.rollouts }, (_, i) =>
    Array.from(batch.token.subarray(batch.tokenStart[i], batch.tokenStart[i + 1])),
  )
  const solutions = said.filter((_, i) => right[i] === 1).map(tokens => gramsOf(tokens, how))
  const kept = mostFrequent(documentFrequency(solutions), how.gramShare).map(gram => gram.split(' ').map(Number))
  return Float32Array.from(said.flatMap(tokens => occurrences(tokens, kept)))
}
