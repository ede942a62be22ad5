import { softmax } from '../core/math.ts'
import { drawWeighted, purpose, shuffled, stream } from '../core/rng.ts'
import { defineTask, type Level, type Problem, placeOf } from '../core/task.ts'

const letters = [...'ABCDEFGHIJKL']
const V = letters.length
/** How much the base policy prefers wanted letters, at every place. */
const taste = 2

const levels: readonly Level[] = (
  [
    ['easy', 'Four places', 'Four letters are wanted: the same number as there are places.', 4],
    ['long', 'Six places', 'More places below: those are hit by luck least, and watched least.', 6],
  ] as const
).map(([id, title, note, places]) => ({
  id,
  title,
  note,
  maxResponse: places,
  maxPrompt: 1,
  policies: ['tabular'],
  bases: ['warm'],
  pool: V,
}))

/** The letters that a reader wants: a matter of taste that follows no rule. */
const tasteIn = (level: Level, seed: number, reader: number): number[] =>
  shuffled(
    letters.map((_, letter) => letter),
    stream(seed, purpose.problem, reader, level.maxResponse, V),
  )
    .slice(0, level.maxResponse)
    .sort((a, b) => a - b)

const wantedOf = (problem: Problem): readonly number[] => {
  const { wanted } = problem.data
  return Array.isArray(wanted) ? wanted.map(Number) : []
}

/** 1 for each item that is wanted and stands here for the first time. */
const hitsOf = (problem: Problem, response: readonly number[]): number[] =>
  response.map((letter, at) => (wantedOf(problem).includes(letter) && response.indexOf(letter) === at ? 1 : 0))

/** Discounted gain of a list over that of a perfect one: NDCG. */
function gainOf(level: Level, hits: readonly number[]): number {
  const weight = Array.from({ length: level.maxResponse }, (_, rank) => 1 / Math.log2(rank + 2))
  const total = (of: readonly number[]) => of.reduce((sum, hit, rank) => sum + hit * (weight[rank] ?? 0), 0)
  return total(hits) / total(weight.map(() => 1))
}

const startRow = (wanted: readonly number[]): number[] => letters.map((_, l) => (wanted.includes(l) ? taste : 0))

/**
 * Ordered recommendations: the place of a hit counts, and every place can be judged on its own. The world of credit per
 * rank (arXiv 2510.20150). Tabular, one row per place of each list.
 */
export default defineTask({
  id: 'rank-list',
  title: 'Ranked list',
  description:
    'Recommend letters to somebody whose taste must be found out, the best first: hits at the top count most, repetitions not at all. The reward is the NDCG of the list. Made for comparing one advantage per list with one per place.',
  levels,
  vocabulary: letters,
  end: undefined,
  problem(level, seed, index) {
    const reader = placeOf(level.pool, level.pool, seed, index)
    const data = { reader, wanted: tasteIn(level, seed, reader) }
    return { index, prompt: [reader], text: `reader ${letters[reader]}`, data }
  },
  verify(level, problem, response) {
    if (response.length !== level.maxResponse) {
      const note = `Expected ${level.maxResponse} items, got ${response.length}.`
      return { reward: 0, correct: false, answer: '', note }
    }
    const hits = hitsOf(problem, response)
    const count = hits.filter(hit => hit === 1).length
    const answer = [...response]
      .sort((a, b) => a - b)
      .map(letter => letters[letter] ?? '?')
      .join('')
    const correct = count === level.maxResponse
    const note = correct ? 'Every item is wanted.' : `${count} of ${level.maxResponse} items are wanted and new.`
    return { reward: correct ? 1 : gainOf(level, hits), correct, answer, note }
  },
  reference: (_level, problem, draw) => shuffled(wantedOf(problem), draw),
  demonstrate: (level, problem, _base, draw) =>
    Array.from({ length: level.maxResponse }, () => drawWeighted(draw, softmax(startRow(wantedOf(problem))))),
  startLogits(level, seed) {
    const table = new Float32Array(level.pool * level.maxResponse * V)
    for (let row = 0; row < level.pool * level.maxResponse; row++) {
      table.set(startRow(tasteIn(level, seed, Math.floor(row / level.maxResponse))), row * V)
    }
    return table
  },
  correctAnswers: (_level, problem) => [
    wantedOf(problem)
      .map(letter => letters[letter])
      .join(''),
  ],
  rows: level => ({
    count: level.pool * level.maxResponse,
    rowOf: ({ data }, response) =>
      Number(data.reader) * level.maxResponse + Math.min(response.length, level.maxResponse - 1),
  }),
  judgeSteps: (_level, problem, response) => hitsOf(problem, response).map(hit => 2 * hit - 1),
  readAs: (_level, _problem, response) =>
    response.map((letter, at) => `${at + 1}. ${letters[letter] ?? '?'}`).join(', '),
  picture(level, problem, response) {
    const hits = hitsOf(problem, response)
    const cells = Array.from({ length: level.maxResponse }, (_, at) => {
      const state = hits[at] === undefined ? 'open' : hits[at] === 1 ? ('right' as const) : ('wrong' as const)
      return { label: letters[response[at] ?? -1] ?? '', wanted: undefined, state } as const
    })
    return { kind: 'cells', cells }
  },
})
