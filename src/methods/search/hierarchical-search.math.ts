/** Climbing on a judge's score over answers that have levels of detail. */
import type { Path } from '../../core/formulas/searching.ts'
import type { SearchHandle } from '../../core/search.ts'

export const climbs = ['level by level', 'any level'] as const

export interface Climb {
  /** [levels] how many options each has, on a line. */
  readonly options: readonly number[]
  /** [levels] where it begins. */
  readonly guess: readonly number[]
  /** Different answers that may be looked at. */
  readonly budget: number
  readonly how: (typeof climbs)[number]
}

export interface Climbed {
  readonly answer: readonly number[]
  readonly score: number
  /** Answers in the order of their first look. */
  readonly order: readonly (readonly number[])[]
}

/** Differences below this are none. */
const alike = 1e12

/**
 * Level by level: neighbours on one level until none is strictly better, deeper levels at the guess; then the next level.
 * Any level: neighbours on all of them. Of equal ones the first, the lower option before the higher. Where the budget
 * ends, the best so far.
 */
export async function climbed(
  { options, guess, budget, how }: Climb,
  scoreOf: (answer: readonly number[]) => number | Promise<number>,
): Promise<Climbed> {
  const seen = new Map<string, { readonly answer: readonly number[]; readonly score: number }>()
  const look = async (answer: readonly number[]) => {
    const key = answer.join(' ')
    const known = seen.get(key)
    if (known || seen.size >= budget) return known
    const score = Math.round((await scoreOf(answer)) * alike) / alike
    const place = { answer, score }
    seen.set(key, place)
    return place
  }
  const all = guess.map((_, level) => level)
  let at = (await look(guess))!
  const ended = () => {
    const best = [...seen.values()].reduce((a, b) => (b.score > a.score ? b : a))
    return { ...best, order: [...seen.values()].map(({ answer }) => answer) }
  }
  for (const levels of how === 'any level' ? [all] : all.map(level => [level])) {
    for (;;) {
      let best = at
      for (const answer of neighbours(at.answer, levels, options)) {
        const place = await look(answer)
        if (!place) return ended()
        if (place.score > best.score) best = place
      }
      if (best === at) break
      at = best
    }
  }
  return { ...at, order: [...seen.values()].map(({ answer }) => answer) }
}

/** One option less, one more, level by level. */
const neighbours = (answer: readonly number[], levels: readonly number[], options: readonly number[]) =>
  levels.flatMap(level =>
    [-1, 1]
      .map(by => answer[level]! + by)
      .filter(option => option >= 0 && option < options[level]!)
      .map(option => answer.map((other, at) => (at === level ? option : other))),
  )

/** The response whose tokens have these places in the policy's liking; beyond them its likeliest. */
export function reader(handle: SearchHandle) {
  const likely = new Map<string, readonly number[]>()
  const rankedAfter = async (prefix: readonly number[]) => {
    const key = prefix.join(' ')
    const known = likely.get(key)
    if (known) return known
    const [next] = await handle.next([prefix])
    const ranked = Array.from(next!, (_, token) => token).sort((a, b) => next![b]! - next![a]! || a - b)
    likely.set(key, ranked)
    return ranked
  }
  return async (places: readonly number[]): Promise<Pick<Path, 'tokens' | 'ends'>> => {
    let tokens: readonly number[] = []
    const ends: number[] = []
    for (let level = 0; !handle.isOver(tokens); level++) {
      const ranked = await rankedAfter(tokens)
      tokens = handle.append(tokens, ranked[places[level] ?? 0]!)
      ends.push(tokens.length)
    }
    return { tokens, ends }
  }
}
