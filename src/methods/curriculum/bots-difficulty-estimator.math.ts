/** A beta distribution of every problem's pass rate, moved by what was measured on a few and by what that says of the rest. */
import { clamp, mean } from '../../core/math.ts'
import type { Pool } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'

/** Pass rates of two known models at a problem. */
export interface Anchors {
  readonly weak: number
  readonly strong: number
}

export interface Estimator {
  /** [problems] pseudo-counts of solved and of failed rollouts. */
  readonly alpha: readonly number[]
  readonly beta: readonly number[]
  /** Where the policy stands between the weak model (0) and the strong one (1), or beyond; absent before the first batch. */
  readonly ability?: number
  /** Share of what is guessed from the ability in the new evidence. */
  readonly guessShare: number
}

export interface EstimatorRules {
  /** Rollouts of a problem: how much one measurement weighs. */
  readonly rollouts: number
  /** Share of the counts that fades to the prior in each batch. */
  readonly forget: number
  readonly abilityMemory: number
  /** Whether the guesses' share is halved where they are far from what is measured. */
  readonly adaptive: boolean
}

/** Mean error of the guesses from which on they are trusted half as much. */
const farOff = 0.25

export const fresh = (problems: number, guessShare: number): Estimator => ({
  alpha: Array.from({ length: problems }, () => 1),
  beta: Array.from({ length: problems }, () => 1),
  guessShare,
})

export const expected = ({ alpha, beta }: Estimator): number[] => alpha.map((a, i) => a / (a + beta[i]!))

/** 0 at the target, lower the farther. */
export const scoreOf = (rate: number, target: number): number => -Math.abs(target - rate)

/** Where pass rates on these problems put the policy. */
const abilityOf = (anchors: readonly Anchors[], rates: readonly number[]): number => {
  const weak = mean(anchors.map(anchor => anchor.weak))
  const strong = mean(anchors.map(anchor => anchor.strong))
  return (mean(rates) - weak) / (strong - weak + 1e-6)
}

/** After pass rates were measured on some problems; the counts of all move. */
export function informed(
  before: Estimator,
  anchors: readonly Anchors[],
  measured: ReadonlyMap<number, number>,
  { rollouts, forget, abilityMemory, adaptive }: EstimatorRules,
): Estimator {
  const [asked, rates] = [[...measured.keys()], [...measured.values()]]
  const now = abilityOf(
    asked.map(problem => anchors[problem]!),
    rates,
  )
  const ability = before.ability === undefined ? now : abilityMemory * before.ability + (1 - abilityMemory) * now
  const guesses = anchors.map(({ weak, strong }) => clamp(weak + (strong - weak) * ability, 0, 1))
  const error = mean(asked.map((problem, i) => Math.abs(guesses[problem]! - rates[i]!)))
  const guessShare = adaptive && error >= farOff ? before.guessShare / 2 : before.guessShare
  const moved = (counts: readonly number[], of: (rate: number) => number) =>
    counts.map((count, problem) => {
      const rate = measured.get(problem)
      const evidence = rate === undefined ? 0 : of(rate)
      const guess = of(rate ?? guesses[problem]!)
      return (1 - forget) * count + forget + rollouts * ((1 - guessShare) * evidence + guessShare * guess)
    })
  return {
    alpha: moved(before.alpha, rate => rate),
    beta: moved(before.beta, rate => 1 - rate),
    ability,
    guessShare,
  }
}

/** Of two made-up models that get each part of a problem right with these chances, its source's place being its parts. */
export const anchorsOf = (pool: Pool, weak: number, strong: number): Anchors[] =>
  Array.from({ length: pool.size }, (_, problem) => {
    const parts = pool.sourceOf(problem) + 1
    return { weak: weak ** parts, strong: strong ** parts }
  })

/** The best scores, of equals the earlier; or different problems drawn in proportion to exp(score / temperature). */
export function picked(
  scores: readonly number[],
  count: number,
  temperature: number,
  drawFrom: (weights: readonly number[]) => number,
): number[] {
  const left = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!)
  if (temperature === 0) return left.slice(0, count)
  const best = scores[left[0] ?? 0] ?? 0
  return Array.from({ length: Math.min(count, left.length) }, () => {
    const place = drawFrom(left.map(problem => Math.exp((scores[problem]! - best) / temperature)))
    return left.splice(place, 1)[0]!
  })
}

const share = (label: string, value: number, note: string, paper?: number) =>
  number({ label, default: value, min: 0, max: 1, note, ...(paper !== undefined && { paper }) })

export const estimatorParams = {
  targetRate: share('Wanted pass rate', 0.5, 'The released default is 1: the easiest.'),
  selectionTemperature: number({
    label: 'Temperature of the choice',
    default: 0.05,
    min: 0,
    max: 10,
    note: '0 takes the nearest to the wanted rate; the released 1 draws nearly uniformly.',
  }),
  evidence: number({
    label: 'Weight of a measurement k',
    default: 16,
    paper: 16,
    min: 1,
    max: 256,
    note: 'In rollouts.',
  }),
  forget: share('Forgetting λ', 0.2, 'Per batch.', 0.2),
  guessShare: share('Share of guesses ρ', 0.2, '0 goes by what was measured alone.', 0.2),
  abilityMemory: share('Memory of ability', 0.9, '0 goes by the latest batch alone.', 0.9),
  adaptive: choice({
    label: 'Trust guesses less',
    options: ['on', 'off'],
    default: 'off',
    note: 'Halves their share after each batch in which they erred by 0.25 or more.',
  }),
  weakPart: share('Weak model, per part', 0.4, 'Chance that it gets one part of a problem right.'),
  strongPart: share('Strong model, per part', 0.95, 'Chance that it gets one part of a problem right.'),
}
