import { readDialogue, rowsByState, type World } from '../core/dialogue.ts'
import type { Picture } from '../core/picture.ts'
import { defineTask, episodes, type Level, type Problem, placeOf } from '../core/task.ts'

/** Binary digits of the secret; as many questions may be asked. */
const bits = 3
const numbers = 2 ** bits
/** Questions by token: one about each digit, then as many that tell nothing. */
const questions = 2 * bits
const places = Array.from({ length: bits }, (_, bit) => 2 ** bit)
const list = (count: number, text: (i: number) => string) => Array.from({ length: count }, (_, i) => text(i))
/** Questions; numbers to name; the world's no and yes; names of games, which say nothing of their secrets. */
const vocabulary = [
  ...places.map(place => `has ${place}?`),
  ...list(bits, i => `chat ${'xyz'[i]}?`),
  ...list(numbers, i => `${i}`),
  ...['no', 'yes'],
  ...list(numbers, i => `game ${'ABCDEFGH'[i]}`),
]
const V = vocabulary.length
const [no, yes] = [questions + numbers, questions + numbers + 1] as const
const nameToken = (number: number) => questions + number
const gameToken = (index: number) => yes + 1 + (index % numbers)

const levels: readonly Level[] = [
  {
    id: 'easy',
    title: 'Three questions, eight numbers',
    note: 'The three good questions tell the number; half of the questions tell nothing.',
    // A word of the world after each question, then the number.
    maxResponse: 2 * bits + 1,
    maxPrompt: 1,
    policies: ['tabular'],
    pool: numbers,
  },
]

const secretOf = ({ data }: Problem): number => Number(data.secret)
const digit = (number: number, bit: number): number => (number >> bit) & 1

/** What has been asked and heard. */
interface Game {
  readonly secret: number
  readonly asked: number
  /** Per digit of the secret: 0 or 1 once it is known, else 2. */
  readonly known: readonly number[]
}
const isQuestion = (token: number): boolean => token < questions
const unknown = 2

const world: World = {
  end: undefined,
  episodes: episodes<Game>({
    begin: (_level, problem) => ({ secret: secretOf(problem), asked: 0, known: places.map(() => unknown) }),
    after: (game, [token = 0]) => {
      if (!isQuestion(token) || game.asked === bits) return { state: game, says: [], reward: 0, over: true }
      const answer = token < bits ? digit(game.secret, token) : 0
      const known = game.known.map((value, bit) => (bit === token ? answer : value))
      return {
        state: { ...game, asked: game.asked + 1, known },
        says: [answer === 1 ? yes : no],
        reward: 0,
        over: false,
      }
    },
    keyOf: ({ asked, known }) => `${asked} asked, ${known.map(value => '01?'[value]).join('')}`,
  }),
}

/** The game after a response. */
const after = (level: Level, problem: Problem, response: readonly number[]): Game =>
  readDialogue(world, level, problem, response).state() as Game

const fits = (number: number, { known }: Game): boolean =>
  known.every((value, bit) => value === unknown || value === digit(number, bit))
const candidates = (game: Game): readonly number[] =>
  Array.from({ length: numbers }, (_, number) => number).filter(number => fits(number, game))

/** States of one game, its secret aside: how much was asked, and what is known of each digit. */
const states = (bits + 1) * (unknown + 1) ** bits
const stateIn = (state: unknown): number => {
  const { asked, known } = state as Game
  return known.reduce((index, value) => index * (unknown + 1) + value, asked)
}
const askedIn = (state: number): number => Math.floor(state / (unknown + 1) ** bits)

/** The number that a response names last, if it names one. */
const namedIn = (response: readonly number[]): number | undefined => {
  const last = (response.at(-1) ?? 0) - questions
  return last >= 0 && last < numbers ? last : undefined
}

function picture(level: Level, problem: Problem, response: readonly number[]): Picture {
  const left = candidates(after(level, problem, response))
  const named = namedIn(response)
  const asked = response.flatMap((token, t) => (isQuestion(token) ? [{ token, answer: response[t + 1] }] : []))
  return {
    kind: 'belief',
    heard: asked.map(({ token, answer }) => ({
      question: vocabulary[token] ?? '?',
      answer: answer === undefined ? '' : (vocabulary[answer] ?? '?'),
    })),
    options: list(numbers, i => `${i}`).map((label, number) => ({
      label,
      probability: left.includes(number) ? 1 / left.length : 0,
      right: number === secretOf(problem),
      named: number === named,
    })),
  }
}

/**
 * Find a number by questions: three turns of asking, then one of naming. What may be believed after each answer is known
 * exactly, so that a turn can be judged by what it taught. The table sees answers, never the secret.
 */
export default defineTask({
  id: 'twenty-questions',
  title: 'Questions',
  description:
    'Ask three questions, then name the secret number; only naming it rightly is paid. Three of the six questions each tell a binary digit of it, the others tell nothing. Made for judging turns by what they teach.',
  levels,
  vocabulary,
  end: world.end,
  ...(world.episodes && { episodes: world.episodes }),
  forbidden: vocabulary.map((_, id) => id).slice(no),
  problem(level, seed, index) {
    const secret = placeOf(level.pool, numbers, seed, index)
    const game = gameToken(index)
    return { index, prompt: [game], text: `${vocabulary[game]}: which number?`, data: { secret } }
  },
  verify(_level, problem, response) {
    const secret = secretOf(problem)
    const named = namedIn(response)
    if (named === undefined) return { reward: 0, correct: false, answer: '', note: 'No number is named.' }
    const right = named === secret
    const note = right ? `It is ${secret}.` : `It is ${secret}, not ${named}.`
    return { reward: right ? 1 : 0, correct: right, answer: `${named}`, note }
  },
  reference(level, problem, draw) {
    const first = Math.floor(draw() * bits)
    const response: number[] = []
    for (let k = 0; k < bits; k++) {
      response.push((first + k) % bits)
      response.push(...readDialogue(world, level, problem, response).owed())
    }
    return [...response, nameToken(secretOf(problem))]
  },
  // It has learned to ask first and to name a number then, but neither what to ask nor what to make of the answers.
  startLogits() {
    const table = new Float32Array(states * V)
    for (let state = 0; state < states; state++) {
      const isAsking = askedIn(state) < bits
      for (let token = 0; token < no; token++) table[state * V + token] = isQuestion(token) === isAsking ? 0 : -4
    }
    return table
  },
  correctAnswers: (_level, problem) => [`${secretOf(problem)}`],
  rows: level => rowsByState(world, level, states, (_problem, state) => stateIn(state)),
  enumeration: level => ({ states, stateOf: (problem, response) => stateIn(after(level, problem, response)) }),
  belief: (level, problem, response) => 1 / candidates(after(level, problem, response)).length,
  readAs(level, problem, response) {
    const { known, asked } = after(level, problem, response)
    const learned = known.filter(value => value !== unknown).length
    const named = namedIn(response)
    const questionsAsked = `${asked} asked, ${learned} of ${bits} digits known`
    return named === undefined ? questionsAsked : `${questionsAsked}, names ${named}`
  },
  picture,
})
