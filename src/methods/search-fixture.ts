/** A world for tests of searches: words of a few letters, one of which is right, and a judge that can be told what to say. */

import type { ParamValues } from '../core/params.ts'
import { stream } from '../core/rng.ts'
import type { SearchHandle } from '../core/search.ts'
import { context, paramsOf } from './fixture.ts'
import { resolveMethod } from './index.ts'

export interface Words {
  /** Letters of a word, and how many letters there are. */
  readonly length: number
  readonly letters: number
  /** In (0, 1): of a word or its beginning. */
  readonly judge: (prefix: readonly number[]) => number
  readonly seed?: number
}

/** The chance of a uniform writer to end at the word of zeros. */
export const chanceOfZeros =
  ({ length, letters }: Pick<Words, 'length' | 'letters'>) =>
  (prefix: readonly number[]): number =>
    prefix.some(letter => letter !== 0) ? 0.01 : Math.min(0.99, letters ** (prefix.length - length))

/** Letters are drawn uniformly; equal (prefix, rollout) are given equal letters. What is drawn and judged is counted. */
export function wordsHandle({ length, letters, judge, seed = 1 }: Words): SearchHandle {
  let [drawn, judged] = [0, 0]
  const isOver = (prefix: readonly number[]) => prefix.length >= length
  return {
    isOver,
    append: (prefix, token) => [...prefix, token],
    spent: () => ({ drawn, judged }),
    judge: prefix => {
      judged++
      return judge(prefix)
    },
    next: async prefixes => {
      drawn += prefixes.length
      return prefixes.map(() => new Float32Array(letters).fill(1 / letters))
    },
    advance: async (requests, tokens) =>
      requests.map(({ prefix, rollout }) => {
        const word = [...prefix]
        for (let left = tokens; left > 0 && !isOver(word); left--) {
          word.push(Math.floor(stream(seed, rollout, word.length)() * letters))
          drawn++
        }
        return { tokens: word, logp: word.slice(prefix.length).map(() => -Math.log(letters)) }
      }),
  }
}

/** In how many of 20 worlds that differ in their noise a search finds the word of zeros. */
export async function zerosFound(id: string, words: Words, groupSize: number, values: ParamValues = {}) {
  const found = await Promise.all(
    Array.from({ length: 20 }, (_, seed) => foundBy(id, { ...words, seed }, groupSize, values)),
  )
  return found.filter(({ candidates }) => candidates.some(word => word.every(letter => letter === 0))).length
}

/** What a method's search finds there, with its own parameters and these; and what it spent. */
export async function foundBy(id: string, words: Words, groupSize: number, values: ParamValues = {}) {
  const handle = wordsHandle(words)
  const draw = stream(words.seed ?? 1, 7)
  const params = { ...paramsOf(id), ...values }
  const { candidates, tree } = await resolveMethod(id).search!.part.compute(handle, groupSize, params, {
    ...context,
    draw,
  })
  return { candidates, tree: tree ?? [], ...handle.spent() }
}
