import { drawInteger, drawNormal, purpose, shuffled, stream } from '../core/rng.ts'
import { type Base, defineTask, type Level, type Problem, placeOf } from '../core/task.ts'

const arms = [...'ABCDEFGHIJKLMNOP']
const V = arms.length

interface Rules {
  /** Number of arms that pay 1; 0 for graded pay. */
  readonly right: number
  /** Chance that the base policy pulls a right arm; graded levels start uniform. */
  readonly start: Readonly<Record<Base, number>>
}
const rules: Readonly<Record<string, Rules>> = {
  easy: { right: 6, start: { warm: 0.4, strong: 0.9 } },
  medium: { right: 1, start: { warm: 0.06, strong: 0.6 } },
  graded: { right: 0, start: { warm: 0, strong: 0 } },
}
const rulesOf = (level: Level): Rules => rules[level.id] ?? { right: 1, start: { warm: 0.06, strong: 0.6 } }

const levels: readonly Level[] = (
  [
    ['easy', 'Six of sixteen pay', 'Several right arms: watch which of them survive training.', ['warm', 'strong']],
    ['medium', 'One of sixteen pays', 'Groups of eight mostly see no success at the start.', ['warm', 'strong']],
    [
      'graded',
      'Graded pay',
      'Every arm pays 0, 0.1, ... or 1; one pays 1. Shows what centring and scaling do.',
      ['warm'],
    ],
  ] as const
).map(([id, title, note, bases]) => ({
  id,
  title,
  note,
  maxResponse: 1,
  maxPrompt: 2,
  policies: ['tabular'],
  bases,
  pool: 64,
}))

/** [V] what each arm of a context pays, in tenths. */
function payOf(level: Level, seed: number, context: number): number[] {
  const draw = stream(seed, purpose.problem, context, V)
  const { right } = rulesOf(level)
  const pays =
    right > 0 ? arms.map((_, k) => (k < right ? 10 : 0)) : [10, ...arms.slice(1).map(() => drawInteger(draw, 10))]
  return shuffled(pays, draw)
}

const pays = (problem: Problem): readonly number[] => {
  const { pay } = problem.data
  return Array.isArray(pay) ? pay.map(Number) : []
}

/** Logits with a standard normal spread, the right arms shifted until they hold the wanted share of probability. */
function startRow(pay: readonly number[], share: number, draw: () => number): number[] {
  const logits = pay.map(() => drawNormal(draw))
  if (share === 0) return logits.map(() => 0)
  const mass = (isRight: boolean) =>
    logits.reduce((total, z, arm) => total + ((pay[arm] === 10) === isRight ? Math.exp(z) : 0), 0)
  const shift = Math.log(share / (1 - share)) + Math.log(mass(false) / mass(true))
  return logits.map((z, arm) => (pay[arm] === 10 ? z + shift : z))
}

/**
 * The smallest world: contexts of independent arms. With six right arms of sixteen it is the world in which PSR, NSR and
 * their relatives can be compared without any network (start success 0.9).
 */
export default defineTask({
  id: 'bandit',
  title: 'Bandit',
  description:
    'Each prompt is a row of sixteen levers; the response is one token, the lever to pull. One token, one reward: the plainest place to see what an advantage does to probabilities.',
  levels,
  vocabulary: arms,
  end: undefined,
  problem(level, seed, index) {
    const context = placeOf(level.pool, level.pool, seed, index)
    const prompt = [Math.floor(context / V), context % V]
    return {
      index,
      prompt,
      text: `row ${prompt.map(letter => arms[letter]).join('')}`,
      data: { context, pay: payOf(level, seed, context) },
    }
  },
  verify(_level, problem, response) {
    const [arm] = response
    const pay = arm === undefined ? undefined : pays(problem)[arm]
    if (response.length !== 1 || arm === undefined || pay === undefined) {
      return { reward: 0, correct: false, answer: '', note: 'Not one lever: nothing was pulled.' }
    }
    const name = arms[arm] ?? ''
    return { reward: pay / 10, correct: pay === 10, answer: name, note: `Lever ${name} pays ${pay / 10}.` }
  },
  reference(_level, problem, draw) {
    const right = pays(problem).flatMap((pay, arm) => (pay === 10 ? [arm] : []))
    return [right[drawInteger(draw, right.length)] ?? 0]
  },
  correctAnswers: (_level, problem) => pays(problem).flatMap((pay, arm) => (pay === 10 ? [arms[arm] ?? ''] : [])),
  rows: level => ({ count: level.pool, rowOf: problem => Number(problem.data.context) }),
  startLogits(level, seed, base) {
    const table = new Float32Array(level.pool * V)
    for (let context = 0; context < level.pool; context++) {
      const draw = stream(seed, purpose.initialise, context)
      table.set(startRow(payOf(level, seed, context), rulesOf(level).start[base], draw), context * V)
    }
    return table
  },
  enumeration: () => ({ states: 1 + V, stateOf: (_problem, response) => (response[0] ?? -1) + 1 }),
  readAs: (_level, _problem, response) => `pulls lever ${response.map(arm => arms[arm] ?? '?').join(', ')}`,
  picture: (_level, problem, response) => ({
    kind: 'arms',
    arms: pays(problem).map((pay, arm) => ({
      label: arms[arm] ?? '',
      probability: pay / 10,
      chosen: response[0] === arm,
    })),
  }),
})
