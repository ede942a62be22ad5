import { readDialogue, rowsByState, type World } from '../core/dialogue.ts'
import type { Picture } from '../core/picture.ts'
import { defineTask, episodes, type Level, type Problem, placeOf } from '../core/task.ts'

/** Questions there are: shares of them are the probabilities of this world, since no policy is told them apart. */
const questions = 100
/** Of them, those that a guess answers; those that the good query does not; those that any other query answers. */
const [guessable, unfindable, byChance] = [35, 5, 2] as const
const queries = 16
const list = (count: number, text: (i: number) => string) => Array.from({ length: count }, (_, i) => text(i))

const [answer, search] = [0, 1] as const
const queryToken = (query: number) => search + 1 + query
/** What the world says: asks for a query, shows a page with the answer or without, or makes nothing of the token. */
const [which, page, empty, what] = list(4, () => '').map((_, i) => queryToken(queries) + i) as [
  number,
  number,
  number,
  number,
]
const vocabulary = [
  ...['answer', 'search'],
  ...list(queries, i => ` "${'abcdefghijklmnop'[i]}"`),
  ...[' query?', ' page ', ' nothing ', ' what? '],
  ...list(questions, i => `question ${i + 1}`),
]
const V = vocabulary.length
const questionToken = (index: number) => what + 1 + (index % questions)

const mostSearches: Readonly<Record<string, number>> = { easy: 1, medium: 3 }
const searchesIn = (level: Level): number => mostSearches[level.id] ?? 1
const levels: readonly Level[] = (
  [
    ['easy', 'One search', 'One query decides whether searching pays.'],
    [
      'medium',
      'Up to three searches',
      'A bad query can be mended by another, so that responses differ in their searches.',
    ],
  ] as const
).map(([id, title, note]) => ({
  id,
  title,
  note,
  // Two words of the policy and two of the world for a search, then the answer; one misplaced word is forgiven.
  maxResponse: 4 * (mostSearches[id] ?? 1) + 3,
  maxPrompt: 1,
  policies: ['tabular'],
  pool: questions,
}))

const placeIn = ({ data }: Problem): number => Number(data.place)
const queryOf = ({ data }: Problem): number => Number(data.query)

/** Whether a query finds the answer to a question. */
function finds(problem: Problem, query: number): boolean {
  const place = placeIn(problem)
  if (query === queryOf(problem)) return place >= unfindable
  return place % (questions / byChance) === query
}

interface Search {
  readonly problem: Problem
  readonly most: number
  readonly searches: number
  readonly isAsked: boolean
  readonly isFound: boolean
}

function next(state: Search, token: number): { readonly state: Search; readonly says: number } {
  const query = token - queryToken(0)
  if (state.isAsked && query >= 0 && query < queries) {
    const isFound = finds(state.problem, query)
    return {
      state: { ...state, searches: state.searches + 1, isAsked: false, isFound: state.isFound || isFound },
      says: isFound ? page : empty,
    }
  }
  const mayAsk = token === search && !state.isAsked && state.searches < state.most
  return mayAsk ? { state: { ...state, isAsked: true }, says: which } : { state, says: what }
}

const keyOf = ({ searches, isAsked, isFound }: Search): string =>
  `${searches} searches${isFound ? ', found' : ''}${isAsked ? ', to query' : ''}`

const world: World = {
  end: undefined,
  episodes: episodes<Search>({
    begin: (level, problem) => ({ problem, most: searchesIn(level), searches: 0, isAsked: false, isFound: false }),
    after: (state, [token = answer]) => {
      if (token === answer && !state.isAsked) return { state, says: [], reward: 0, over: true }
      const step = next(state, token)
      return { state: step.state, says: [step.says], reward: 0, over: false }
    },
    keyOf,
  }),
}

const read = (level: Level, problem: Problem, response: readonly number[]) => {
  const dialogue = readDialogue(world, level, problem, response)
  return { ...(dialogue.state() as Search), isAnswered: dialogue.closed() }
}

/** A search makes one answer by what it found; only without any does one guess. */
const isRight = ({ problem, searches, isFound }: Search): boolean =>
  searches === 0 ? placeIn(problem) < guessable : isFound

/** States of one question: searches so far, whether one found it, whether a query is asked for. */
const statesOf = (level: Level): number => 4 * (searchesIn(level) + 1)
const stateIn = (state: unknown): number => {
  const { searches, isFound, isAsked } = state as Search
  return 4 * searches + 2 * (isFound ? 1 : 0) + (isAsked ? 1 : 0)
}

/** What the first table is likely to say: an answer as often as a search, while there may be one; a query where asked for. */
function isFitting(level: Level, state: number, token: number): boolean {
  const isAsked = state % 2 === 1
  const mayAsk = state < 4 * searchesIn(level)
  return token === search ? mayAsk && !isAsked : isAsked === token > search
}

const counted = (searches: number): string => (searches === 1 ? '1 search' : `${searches} searches`)

function picture(level: Level, problem: Problem, response: readonly number[]): Picture {
  const dialogue = readDialogue(world, level, problem, response)
  const { isAnswered, ...state } = read(level, problem, response)
  const lines = dialogue.turns().map(({ start, end }, turn, all) => {
    const said = response[end]
    const isLast = isAnswered && turn === all.length - 1
    const found = said === page ? 'right' : said === empty ? 'wrong' : 'open'
    return {
      text: (vocabulary[response[start]!] ?? '?').trim(),
      state: isLast
        ? isRight(state)
          ? ('right' as const)
          : ('wrong' as const)
        : (found as 'right' | 'wrong' | 'open'),
      note: said === undefined ? '' : (vocabulary[said] ?? '?').trim(),
    }
  })
  return { kind: 'lines', lines, goal: `Answer ${problem.text.toLowerCase()}` }
}

/**
 * Answer at once, or search first: a guess is right for 35 of 100 questions, the good one of 16 queries for 95, each other
 * query for 2. Searching must be learned before it pays. The table does not see which question is asked.
 */
export default defineTask({
  id: 'search-or-answer',
  title: 'Search or answer',
  description:
    'Answer a question at once, or search first with one of 16 queries; only a right answer is paid. A guess is right for 35 of 100 questions, one query finds 95, any other 2. Made for comparing responses with as many searches.',
  levels,
  vocabulary,
  end: world.end,
  ...(world.episodes && { episodes: world.episodes }),
  forbidden: vocabulary.map((_, id) => id).slice(which),
  problem(level, seed, index) {
    const place = placeOf(level.pool, questions, seed, index)
    const query = placeOf(queries, queries, seed, 0)
    return {
      index,
      prompt: [questionToken(index)],
      text: `Question ${(index % questions) + 1}`,
      data: { place, query },
    }
  },
  verify(level, problem, response) {
    const { isAnswered, ...state } = read(level, problem, response)
    if (!isAnswered) return { reward: 0, correct: false, answer: '', note: 'No answer is given.' }
    const correct = isRight(state)
    const how = state.searches === 0 ? 'without a search' : `after ${counted(state.searches)}`
    return {
      reward: correct ? 1 : 0,
      correct,
      answer: correct ? 'right' : 'wrong',
      note: `Answers ${correct ? 'rightly' : 'wrongly'} ${how}.`,
    }
  },
  reference(_level, problem, draw) {
    const mayGuess = placeIn(problem) < guessable
    const mayFind = finds(problem, queryOf(problem))
    if (mayGuess && (!mayFind || draw() < 0.5)) return [answer]
    return [search, which, queryToken(queryOf(problem)), page, answer]
  },
  startLogits(level) {
    const states = statesOf(level)
    const table = new Float32Array(states * V)
    for (let state = 0; state < states; state++)
      for (let token = 0; token < which; token++) table[state * V + token] = isFitting(level, state, token) ? 0 : -8
    return table
  },
  rows: level => rowsByState(world, level, statesOf(level), (_problem, state) => stateIn(state)),
  enumeration: level => ({
    // An answer ends the episode in the state in which it is given.
    states: 2 * statesOf(level),
    stateOf: (problem, response) => {
      const { isAnswered, ...state } = read(level, problem, response)
      return 2 * stateIn(state) + (isAnswered ? 1 : 0)
    },
  }),
  readAs(level, problem, response) {
    const { searches, isFound, isAnswered } = read(level, problem, response)
    const found = isFound ? 'finds it' : searches > 0 ? 'finds nothing' : ''
    const parts = [counted(searches), found, isAnswered ? 'answers' : '']
    return parts.filter(part => part !== '').join(', ')
  },
  picture,
})
