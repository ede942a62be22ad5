/** A world of a golden case: texts of steps, how each goes on, and what the judge says of each; for adapters. */
import { fail } from '../../core/fail.ts'
import type { SearchHandle } from '../../core/search.ts'
import { number, record, texts } from './harness.ts'

export interface Script {
  readonly handle: SearchHandle
  /** The steps of a response, as the case writes them. */
  readonly stepsOf: (tokens: readonly number[]) => readonly string[]
}

/**
 * A token per step. The k-th visit of a prefix takes its continuation k mod count; a step that ends with a dot ends the
 * response. `joined` makes the case's key of a prefix of its steps.
 */
export function scripted(
  given: { readonly continuations: unknown; readonly prm: unknown },
  joined: (steps: readonly string[]) => string,
): Script {
  const continuations = new Map(Object.entries(record(given.continuations)).map(([key, list]) => [key, texts(list)]))
  const prm = new Map(Object.entries(record(given.prm)).map(([key, score]) => [key, number(score)]))
  const words: string[] = []
  const idOf = (word: string): number => {
    if (!words.includes(word)) words.push(word)
    return words.indexOf(word)
  }
  const stepsOf = (tokens: readonly number[]) => tokens.map(token => words[token]!)
  const visits = new Map<string, number>()
  const next = (prefix: readonly number[]): number => {
    const key = joined(stepsOf(prefix))
    const visit = visits.get(key) ?? 0
    visits.set(key, visit + 1)
    const choices = continuations.get(key) ?? fail('golden', `a continuation of "${key}"`, 'none', 'Read the case.')
    return idOf(choices[visit % choices.length]!)
  }
  return {
    stepsOf,
    handle: {
      advance: async requests => requests.map(({ prefix }) => ({ tokens: [...prefix, next(prefix)], logp: [0] })),
      next: () => fail('golden', 'no look at next tokens', 'one', 'Script them.'),
      append: (prefix, token) => [...prefix, token],
      judge: prefix => prm.get(joined(stepsOf(prefix))) ?? fail('golden', 'a score', 'none', 'Read the case.'),
      isOver: prefix => stepsOf(prefix).at(-1)?.endsWith('.') ?? false,
      spent: () => ({ drawn: 0, judged: 0 }),
    },
  }
}
