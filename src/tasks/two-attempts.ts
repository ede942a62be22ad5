import type { Picture } from '../core/picture.ts'
import { defineTask, type Level, type Problem, placeOf } from '../core/task.ts'

const modulus = 5
const vocabulary = ['0', '1', '2', '3', '4', '~', '↺', '.', '+', '=']
const V = vocabulary.length
const [think, again, end, plus, equals] = [5, 6, 7, 8, 9] as const

const levels: readonly Level[] = [
  {
    id: 'easy',
    title: 'A small sum, twice',
    note: 'The table answers 2 of 5 sums rightly, and looks again at half of its answers.',
    maxResponse: 8,
    maxPrompt: 4,
    policies: ['tabular'],
    pool: modulus ** 2,
  },
]

const rightOf = ({ data }: Problem): number => (Number(data.a) + Number(data.b)) % modulus
const isAnswer = (token: number): boolean => token < modulus

/** Thoughts, an answer, the sign of looking again, thoughts, an answer, the end: and nothing else. */
const form = /^~*[0-4]↺~*[0-4]\.$/
const decode = (tokens: readonly number[]): string => tokens.map(id => vocabulary[id] ?? '?').join('')

/** Situations of one sum: before any answer; after the first one; looking at it again; after that. */
const situations = 2 + 2 * modulus
function situationOf(response: readonly number[]): number {
  const at = response.findIndex(isAnswer)
  if (at < 0) return 0
  const rest = response.slice(at + 1)
  if (rest.some(isAnswer)) return 1 + 2 * modulus
  return 1 + response[at]! + (rest.includes(again) ? modulus : 0)
}

/** [V] logits of the base policy: it leans towards the right answer, and on second sight towards its first one as well. */
function startRow(right: number, situation: number): number[] {
  const row = vocabulary.map(() => -4)
  const answers = (lean: (answer: number) => number) => {
    for (let answer = 0; answer < modulus; answer++) row[answer] = lean(answer)
  }
  const first = (situation - 1) % modulus
  if (situation === 0) answers(answer => (answer === right ? 1 : 0))
  if (situation > modulus) answers(answer => (answer === right ? 1 : 0) + (answer === first ? 1 : 0))
  if (situation === 0 || (situation > modulus && situation <= 2 * modulus)) row[think] = 0.5
  if (situation > 0 && situation <= modulus) row[again] = 1
  if (situation > 0 && situation <= modulus) row[end] = 1
  if (situation === situations - 1) return vocabulary.map((_, id) => (id === end ? 3 : 0))
  return row
}

function readAs(response: readonly number[]): string {
  const words = response.flatMap(token => {
    if (token === think) return ['a thought']
    if (token === again) return ['looks again']
    return isAnswer(token) ? [`answers ${token}`] : []
  })
  return [...words, response.at(-1) === end ? 'stops' : 'cut off'].join(', ')
}

function picture(problem: Problem, response: readonly number[]): Picture {
  const lines: { text: string; state: 'right' | 'wrong' | 'open'; note: string }[] = []
  let text = ''
  for (const token of response) {
    text += vocabulary[token] ?? '?'
    if (!isAnswer(token)) continue
    const right = token === rightOf(problem)
    const order = lines.length === 0 ? 'First' : 'Then'
    lines.push({ text, state: right ? 'right' : 'wrong', note: `${order} ${token}: ${right ? 'right' : 'wrong'}.` })
    text = ''
  }
  const over = response.at(-1) === end
  if (text !== '' && (!over || lines.length === 0)) {
    lines.push({ text, state: over ? 'wrong' : 'open', note: over ? 'No answer.' : 'Not finished.' })
  }
  return { kind: 'lines', lines, goal: problem.text }
}

/**
 * Answer, look again, answer again. The world of reflection rewards (arXiv 2506.01713): what counts is how the second
 * answer follows from the first. Tabular, one row per sum and situation.
 */
export default defineTask({
  id: 'two-attempts',
  title: 'Two attempts',
  description:
    'Answer a sum modulo 5, and if you like look at it again (↺) and answer once more; ~ is a thought. The last answer counts. Made for watching whether second looks repair or spoil, and what a reward for reflection really teaches.',
  levels,
  vocabulary,
  end,
  forbidden: [plus, equals],
  problem(level, seed, index) {
    const place = placeOf(level.pool, level.pool, seed, index)
    const [a, b] = [Math.floor(place / modulus), place % modulus]
    return { index, prompt: [a, plus, b, equals], text: `${a} + ${b} mod ${modulus}`, data: { a, b } }
  },
  verify(_level, problem, response) {
    const wellFormed = form.test(decode(response))
    const wrong = (answer: string, note: string) => ({ reward: 0, correct: false, answer, note, wellFormed })
    if (response.at(-1) !== end) return wrong('', 'No end: the response was cut off.')
    const last = response.filter(isAnswer).at(-1)
    if (last === undefined) return wrong('', 'No answer.')
    const right = rightOf(problem)
    if (last !== right) return wrong(`${last}`, `The last answer is ${last}, not ${right}.`)
    return { reward: 1, correct: true, answer: `${last}`, note: `The last answer, ${last}, is right.`, wellFormed }
  },
  answerFrom(response) {
    const at = response.findLastIndex(isAnswer)
    return response.at(-1) === end && at >= 0 ? at : undefined
  },
  reference(_level, problem, draw) {
    const right = rightOf(problem)
    return draw() < 0.5 ? [right, end] : [think, right, again, right, end]
  },
  startLogits(level) {
    const table = new Float32Array(level.pool * situations * V)
    for (let place = 0; place < level.pool; place++) {
      const right = (Math.floor(place / modulus) + (place % modulus)) % modulus
      for (let s = 0; s < situations; s++) table.set(startRow(right, s), (place * situations + s) * V)
    }
    return table
  },
  correctAnswers: (_level, problem) => [`${rightOf(problem)}`],
  rows: level => ({
    count: level.pool * situations,
    rowOf: ({ data }, response) => (Number(data.a) * modulus + Number(data.b)) * situations + situationOf(response),
  }),
  attempts: (_level, problem, response) =>
    response.map(token => (isAnswer(token) ? (token === rightOf(problem) ? 1 : 0) : Number.NaN)),
  readAs: (_level, _problem, response) => readAs(response),
  picture: (_level, problem, response) => picture(problem, response),
})
