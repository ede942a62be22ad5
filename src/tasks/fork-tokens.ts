import { softmax } from '../core/math.ts'
import { drawInteger, drawWeighted, purpose, stream } from '../core/rng.ts'
import { type Base, defineTask, type Level, type Problem, placeOf } from '../core/task.ts'

const letters = [...'ABCD']
const V = letters.length
const length = 16
const forks: readonly number[] = [1, 5, 9]

interface Rules {
  /** Logit of the favoured filler letter; the others have 0. */
  readonly peak: number
  /** The prompt spells the wanted letters; otherwise there is one problem, and it keeps them secret. */
  readonly prompted: boolean
  /** Logit of the wanted letter at a fork. */
  readonly start: Readonly<Record<Base, number>>
}
/** Secret forks start uniform; log 27 is 90 %, log 3 is 50 %. */
const secret = { prompted: false, start: { warm: 0, strong: Math.log(27) } } as const
const rules: Readonly<Record<string, Rules>> = {
  easy: { peak: 5, ...secret },
  medium: { peak: 2.5, ...secret },
  hard: { peak: 0, ...secret },
  prompted: { peak: 5, prompted: true, start: { warm: Math.log(3), strong: Math.log(27) } },
}
const rulesOf = (level: Level): Rules => rules[level.id] ?? { peak: 5, ...secret }

const levels: readonly Level[] = (
  [
    ['easy', 'Quiet filler', 'Filler is nearly certain, so siblings share long prefixes: prefix trees see the forks.'],
    ['medium', 'Noisy filler', 'Filler varies, so siblings part early and prefix trees thin out.'],
    ['hard', 'Random filler', 'Filler is uniform: no two siblings share a prefix for long, and entropy marks nothing.'],
    [
      'prompted',
      'Forks named by the prompt',
      'The wanted letters are those of the prompt: a network can learn the rule.',
    ],
  ] as const
).map(([id, title, note]) => ({
  id,
  title,
  note,
  maxResponse: length,
  maxPrompt: id === 'prompted' ? forks.length : 1,
  policies: id === 'prompted' ? ['gpt-2x32', 'tabular'] : ['tabular'],
  bases: ['warm', 'strong'],
  pool: id === 'prompted' ? V ** forks.length : 1,
}))

const wantedOf = (problem: Problem): readonly number[] => {
  const { wanted } = problem.data
  return Array.isArray(wanted) ? wanted.map(Number) : []
}
const digits = (context: number): number[] => [
  Math.floor(context / V ** 2) % V,
  Math.floor(context / V) % V,
  context % V,
]
const favoured = (position: number): number => position % V

/** [V] logits of the base policy at one position. */
function startRow(level: Level, wanted: readonly number[], position: number, base: Base): number[] {
  const { peak, start } = rulesOf(level)
  const fork = forks.indexOf(position)
  const [target, logit] = fork < 0 ? [favoured(position), peak] : [wanted[fork], start[base]]
  return letters.map((_, letter) => (letter === target ? logit : 0))
}

const secretLetters = (seed: number): number[] => {
  const draw = stream(seed, purpose.problem, length)
  return forks.map(() => drawInteger(draw, V))
}
const wantedIn = (level: Level, seed: number, context: number): number[] =>
  rulesOf(level).prompted ? digits(context) : secretLetters(seed)

const firstWrong = (wanted: readonly number[], response: readonly number[]): number =>
  forks.findIndex((position, fork) => position < response.length && response[position] !== wanted[fork])

/**
 * Few decisive tokens among fillers. The world of the credit comparisons: uniform credit cannot tell a fork from a
 * filler, prefix trees and values can. Tabular, one row per position: the exact advantage is known everywhere.
 */
export default defineTask({
  id: 'fork-tokens',
  title: 'Fork tokens',
  description:
    'Sixteen letters, of which only three decide: the reward is 1 when the letters at the forks are the wanted ones, whatever stands elsewhere. Made for comparing how methods share credit among tokens.',
  levels,
  vocabulary: letters,
  end: undefined,
  problem(level, seed, index) {
    const context = placeOf(level.pool, level.pool, seed, index)
    const wanted = wantedIn(level, seed, context)
    const { prompted } = rulesOf(level)
    return {
      index,
      prompt: prompted ? wanted : [0],
      text: prompted ? `forks ${wanted.map(letter => letters[letter]).join('')}` : 'three secret forks',
      data: { context, wanted },
    }
  },
  verify(_level, problem, response) {
    const wanted = wantedOf(problem)
    const complete = response.length === length
    const answer = complete ? forks.map(position => letters[response[position] ?? -1] ?? '').join('') : ''
    if (!complete) {
      const note = `Expected ${length} letters, got ${response.length}.`
      return { reward: 0, correct: false, answer, note }
    }
    const wrong = firstWrong(wanted, response)
    if (wrong < 0) return { reward: 1, correct: true, answer, note: 'All three forks are right.' }
    const [got, want] = [letters[response[forks[wrong] ?? 0] ?? -1] ?? '?', letters[wanted[wrong] ?? 0]]
    return { reward: 0, correct: false, answer, note: `Fork ${wrong + 1} of 3 is ${got}, wanted ${want}.` }
  },
  reference(level, problem, draw) {
    const wanted = wantedOf(problem)
    return Array.from({ length }, (_, position) => {
      const fork = forks.indexOf(position)
      return wanted[fork] ?? drawWeighted(draw, softmax(startRow(level, wanted, position, 'warm')))
    })
  },
  demonstrate: (level, problem, base, draw) =>
    Array.from({ length }, (_, position) =>
      drawWeighted(draw, softmax(startRow(level, wantedOf(problem), position, base))),
    ),
  startLogits(level, seed, base) {
    const table = new Float32Array(level.pool * length * V)
    for (let row = 0; row < level.pool * length; row++) {
      const wanted = wantedIn(level, seed, Math.floor(row / length))
      table.set(startRow(level, wanted, row % length, base), row * V)
    }
    return table
  },
  correctAnswers: (_level, problem) => [
    wantedOf(problem)
      .map(letter => letters[letter])
      .join(''),
  ],
  rows: level => ({
    count: level.pool * length,
    rowOf: (problem, response) => Number(problem.data.context) * length + Math.min(response.length, length - 1),
  }),
  enumeration: () => ({
    states: 2 * (length + 1),
    stateOf: (problem, response) => 2 * response.length + (firstWrong(wantedOf(problem), response) < 0 ? 1 : 0),
  }),
  planning: () => forks,
  readAs(_level, _problem, response) {
    const read = forks.map(at => `letter ${at + 1} is ${letters[response[at] ?? -1] ?? 'missing'}`)
    return `only the forks count: ${read.join(', ')}`
  },
  picture(_level, problem, response) {
    const wanted = wantedOf(problem)
    const cells = Array.from({ length }, (_, position) => {
      const fork = forks.indexOf(position)
      const token = response[position]
      const state =
        token === undefined
          ? 'open'
          : fork < 0
            ? 'free'
            : token === wanted[fork]
              ? ('right' as const)
              : ('wrong' as const)
      return { label: letters[token ?? -1] ?? '', wanted: letters[wanted[fork] ?? -1], state } as const
    })
    return { kind: 'cells', cells }
  },
})
