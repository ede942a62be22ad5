import { drawInteger, drawNormal, purpose, shuffled, stream } from '../core/rng.ts'
import { type Base, defineTask, type Level, type Problem, placeOf } from '../core/task.ts'

const arms = [...'ABCDEFGH']
const V = arms.length

/**
 * Arms by rank: [V][V] P(row beats column), and the mixture that nothing beats on average (the Nash point). Of a circle
 * with leads a = first over third, b = third over second, c = second over first, it is (b, a, c) / (a + b + c); the
 * other arms lose to all three, so that it never plays them.
 */
interface Rules {
  readonly beats: readonly (readonly number[])[]
  readonly nash: readonly number[]
}

function rulesFrom(lead: (a: number, b: number) => number, nash: readonly number[]): Rules {
  const ranks = arms.map((_, k) => k)
  return { beats: ranks.map(a => ranks.map(b => 0.5 + (a < b ? lead(a, b) : -lead(b, a)) / 2)), nash }
}

function circle(a: number, b: number, c: number): Rules {
  const leads: Readonly<Record<string, number>> = { '0,2': a, '1,2': -b, '0,1': -c }
  const total = a + b + c
  const share = [b / total, a / total, c / total]
  // Outside of the circle all are alike.
  const lead = (one: number, two: number) => leads[`${one},${two}`] ?? (one < 3 ? 0.8 : 0)
  return rulesFrom((one, two) => (one === two ? 0 : lead(one, two)), [...share, ...arms.slice(3).map(() => 0)])
}

const rules: Readonly<Record<string, Rules>> = {
  circle: circle(1, 1, 1),
  skewed: circle(0.9, 0.6, 0.3),
  // Bradley-Terry: lead = tanh(half the difference of strength), half a nat per rank.
  ordered: rulesFrom((one, two) => Math.tanh((two - one) / 4), [1, ...arms.slice(1).map(() => 0)]),
}
const rulesOf = ({ id }: Level): Rules => rules[id] ?? circle(1, 1, 1)

const levels: readonly Level[] = (
  [
    [
      'circle',
      'Three in a circle',
      'Of eight arms three beat each other in a circle: the best play is a third of each.',
    ],
    [
      'skewed',
      'A lopsided circle',
      'Leads differ: the best play is one third, one half and one sixth of the three arms.',
    ],
    ['ordered', 'One order', 'Every arm beats those below it more often than not: one arm is best.'],
  ] as const
).map(([id, title, note]) => ({
  ...{ id, title, note, maxResponse: 1, maxPrompt: 2, policies: ['tabular'], bases: ['warm', 'strong'], pool: 64 },
}))

/** [V] rank of each arm of a context. */
const ranksOf = (seed: number, context: number): number[] =>
  shuffled(
    arms.map((_, k) => k),
    stream(seed, purpose.problem, context, V),
  )

const ranks = ({ data }: Problem): readonly number[] => (Array.isArray(data.rank) ? data.rank.map(Number) : [])

const rankOf = (problem: Problem, response: readonly number[]): number | undefined =>
  response.length === 1 ? ranks(problem)[response[0] ?? -1] : undefined

/** Chance to beat what the Nash point plays: 1/2 at most, and exactly that for the arms it is made of. */
const againstNash = ({ beats, nash }: Rules, rank: number): number =>
  nash.reduce((total, share, other) => total + share * (beats[rank]?.[other] ?? 0), 0)

const holds = (own: Rules, rank: number): boolean => againstNash(own, rank) > 0.5 - 1e-9

/** Share of the base policy's probability on the arms that hold. */
const startShare: Readonly<Record<Base, number>> = { warm: 0.5, strong: 0.8 }

/** A judge compares answers in pairs, and its preferences need not have a best one. */
export default defineTask({
  id: 'preference-arms',
  title: 'Preferences',
  description:
    'Eight arms that a judge compares two at a time. Some beat each other in a circle, so no arm is best: the best play is a mixture that nothing beats on average. Paid is what holds against that mixture.',
  levels,
  vocabulary: arms,
  end: undefined,
  problem(level, seed, index) {
    const context = placeOf(level.pool, level.pool, seed, index)
    const prompt = [Math.floor(context / V), context % V]
    const text = `judge ${prompt.map(letter => arms[letter]).join('')}`
    return { index, prompt, text, data: { context, rank: ranksOf(seed, context) } }
  },
  verify(level, problem, response) {
    const rank = rankOf(problem, response)
    if (rank === undefined) return { reward: 0, correct: false, answer: '', note: 'Not one arm: nothing to compare.' }
    const own = rulesOf(level)
    const [chance, correct] = [againstNash(own, rank), holds(own, rank)]
    const name = arms[response[0] ?? 0] ?? ''
    const note = `Arm ${name} beats the best mixture with probability ${chance.toFixed(2)}.`
    return { reward: correct ? 1 : 2 * chance, correct, answer: name, note }
  },
  prefer(level, problem, a, b) {
    const [one, two] = [rankOf(problem, a), rankOf(problem, b)]
    if (one === undefined || two === undefined) return (1 + Number(one !== undefined) - Number(two !== undefined)) / 2
    return rulesOf(level).beats[one]?.[two] ?? 0.5
  },
  reference(level, problem, draw) {
    const right = ranks(problem).flatMap((rank, arm) => (holds(rulesOf(level), rank) ? [arm] : []))
    return [right[drawInteger(draw, right.length)] ?? 0]
  },
  correctAnswers: (level, problem) =>
    ranks(problem).flatMap((rank, arm) => (holds(rulesOf(level), rank) ? [arms[arm] ?? ''] : [])),
  rows: level => ({ count: level.pool, rowOf: problem => Number(problem.data.context) }),
  startLogits(level, seed, base) {
    const table = new Float32Array(level.pool * V)
    for (let context = 0; context < level.pool; context++) {
      const draw = stream(seed, purpose.initialise, context)
      const rank = ranksOf(seed, context)
      const logits = rank.map(() => drawNormal(draw))
      const mass = (right: boolean) =>
        logits.reduce((sum, z, arm) => sum + (holds(rulesOf(level), rank[arm]!) === right ? Math.exp(z) : 0), 0)
      const share = startShare[base]
      const shift = Math.log(share / (1 - share)) + Math.log(mass(false) / mass(true))
      table.set(
        logits.map((z, arm) => (holds(rulesOf(level), rank[arm]!) ? z + shift : z)),
        context * V,
      )
    }
    return table
  },
  enumeration: () => ({ states: 1 + V, stateOf: (_problem, response) => (response[0] ?? -1) + 1 }),
  readAs: (_level, _problem, response) => `answers with arm ${response.map(arm => arms[arm] ?? '?').join(', ')}`,
  picture: (level, problem, response) => ({
    kind: 'arms',
    arms: ranks(problem).map((rank, arm) => ({
      label: arms[arm] ?? '',
      probability: againstNash(rulesOf(level), rank),
      chosen: response[0] === arm,
    })),
  }),
})
