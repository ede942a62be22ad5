/**
 * Rules that make one advantage of each reward: a baseline, a spread to divide by, and how both are taken. A rule is a
 * value; all that trainers set are in `allRules`.
 */
import { conventions, type Framework, titleOf, trainers } from '../../core/conventions.ts'
import { standingParams } from '../../core/formulas/standing.ts'
import { type Convention, conventional, conventionOf, defaultsOf, type ParamValues } from '../../core/params.ts'
import { digits } from '../words.ts'

/** Of whom the mean is that a reward is compared with. */
export const baselines = ['group', 'others', 'batch', 'none'] as const
/** Of whom the deviation is that the difference is divided by. */
export const spreads = ['none', 'group', 'others', 'batch'] as const

export interface Rule {
  readonly baseline: (typeof baselines)[number]
  readonly spread: (typeof spreads)[number]
  /** 1: sample deviation; 0: population deviation. */
  readonly ddof: 0 | 1
  /** Added to the deviation. */
  readonly epsilon: number
  /** What becomes of a difference where the spread is 0. */
  readonly zeroSpread: 'epsilon' | 'undivided'
  /** `single`: E[x^2] - E[x]^2 in single precision, which leaves a residue where there is no spread. */
  readonly moments: 'double' | 'single'
  /** Whether the advantages of the batch are standardised once more, with the same ddof and epsilon. */
  readonly again: boolean
}

const plain: Rule = {
  baseline: 'group',
  spread: 'none',
  ddof: 1,
  epsilon: 0,
  zeroSpread: 'epsilon',
  moments: 'double',
  again: false,
}

/** All that a trainer or a paper adds to a deviation, and nothing, from the largest. */
export const epsilons: readonly number[] = [
  ...new Set([0, standingParams.epsilon.default, ...conventions.map(name => standingOf(name).epsilon)]),
].sort((a, b) => b - a)

/** What a convention makes of GRPO's rule. */
function standingOf(name: Convention): ParamValues & { readonly epsilon: number; readonly ddof: number } {
  const values = { ...defaultsOf(standingParams), ...conventionOf(standingParams, name) }
  return { ...values, epsilon: Number(values.epsilon), ddof: Number(values.ddof) }
}

const divided = [0, 1] as const

/** Every rule once. */
export const allRules: readonly Rule[] = baselines.flatMap(baseline => [
  { ...plain, baseline },
  ...spreads.flatMap(spread =>
    divided.flatMap(ddof => epsilons.flatMap(epsilon => ways({ ...plain, baseline, spread, ddof, epsilon }))),
  ),
])

/** How a rule with a spread may be taken. */
function ways(rule: Rule): Rule[] {
  const twice = rule.spread === 'none' || rule.spread === 'group' ? [{ ...rule, again: true }] : []
  if (rule.spread === 'none') return twice
  if (rule.spread === 'batch') return [rule]
  const single: Rule = { ...rule, moments: 'single', zeroSpread: 'undivided' }
  const undivided: Rule[] = rule.spread === 'others' ? [{ ...rule, zeroSpread: 'undivided' }] : []
  // Nobody divides by 0: without an epsilon a difference among equal rewards stays as it is.
  const isOwn = rule.baseline === 'group' || rule.baseline === 'others'
  if (rule.epsilon === 0 && !isOwn) return []
  const direct = rule.spread === 'others' && rule.epsilon === 0 ? [] : [rule]
  return [...direct, ...undivided, ...(isOwn ? [single] : []), ...twice]
}

export const sameRule = (a: Rule, b: Rule): boolean =>
  a.baseline === b.baseline &&
  a.spread === b.spread &&
  a.again === b.again &&
  a.moments === b.moments &&
  a.zeroSpread === b.zeroSpread &&
  ((a.spread === 'none' && !a.again) || (a.ddof === b.ddof && a.epsilon === b.epsilon))

const names: Readonly<Partial<Record<`${Rule['baseline']} ${Rule['spread']}`, string>>> = {
  'group none': 'Dr. GRPO',
  'group group': 'GRPO',
  'group batch': 'GRPO with the deviation of the batch',
  'others none': 'RLOO',
  'others group': 'GRPO with a leave-one-out mean',
  'others others': 'GRPO, leave-one-out',
  'others batch': 'RLOO divided by the deviation of the batch',
  'batch none': 'REINFORCE with the mean of the batch',
  'batch batch': 'REINFORCE, standardised over the batch',
  'none none': 'the raw reward',
}

/** Its name among methods. */
export function nameOf(rule: Rule): string {
  const name = names[`${rule.baseline} ${rule.spread}`] ?? 'an unusual mixture'
  return rule.again ? `${name}, standardised again over the batch` : name
}

const means = { group: 'mean of the group', others: 'mean of the others (leave-one-out)', batch: 'mean of the batch' }
const deviations = {
  group: 'deviation of the group',
  others: 'deviation of the others',
  batch: 'deviation of the batch',
}

/** All that it says: "mean of the group; deviation of the group, ddof 1, epsilon 0.0001". */
export function detailOf(rule: Rule): string {
  const { baseline, spread } = rule
  const numbers = `ddof ${rule.ddof}, epsilon ${digits(rule.epsilon)}`
  return [
    baseline === 'none' ? 'no baseline' : means[baseline],
    spread === 'none' ? 'no division' : `${deviations[spread]}, ${numbers}`,
    ...(rule.zeroSpread === 'undivided' ? ['undivided where there is no spread'] : []),
    ...(rule.moments === 'single' ? ['deviation as E[x²] − E[x]² in single precision'] : []),
    ...(rule.again ? [`then mean and deviation of the batch, ${numbers}`] : []),
  ].join('; ')
}

export const wordsOf = (rule: Rule): string => `${nameOf(rule)} (${detailOf(rule)})`

/** Trainers whose own advantage only takes the mean of the group away: prime-rl, tinker and open-instruct ("centered"). */
const centring: readonly Framework[] = ['prime-rl', 'tinker', 'open-instruct']

/** A trainer's GRPO in this form; undefined where it names no setting of its own. */
function defaultOf(name: Framework): Rule | undefined {
  if (centring.includes(name)) return plain
  const { baselineOver, spreadOver, zeroSpread, epsilon, ddof } = standingOf(name)
  const isSaid = conventional(standingParams.epsilon, name) !== undefined
  if (!isSaid || !['all', 'others'].includes(String(spreadOver))) return undefined
  return {
    ...plain,
    baseline: baselineOver === 'others' ? 'others' : 'group',
    spread: spreadOver === 'others' ? 'others' : 'group',
    ddof: ddof === 0 ? 0 : 1,
    epsilon,
    zeroSpread: zeroSpread === 'undivided' ? 'undivided' : 'epsilon',
  }
}

const defaults: ReadonlyMap<Framework, Rule> = new Map(
  trainers.flatMap(name => {
    const own = defaultOf(name)
    return own ? [[name, own]] : []
  }),
)

const alike = (rule: Rule, other: Rule): boolean =>
  sameRule({ ...rule, moments: other.moments, zeroSpread: other.zeroSpread }, other)

/** Trainers whose advantage this is, by their default settings. */
export const trainersOf = (rule: Rule): readonly Framework[] =>
  [...defaults].flatMap(([name, own]) => (alike(rule, own) ? [name] : []))

export const trainerWords = (rule: Rule): string => trainersOf(rule).map(titleOf).join(', ')

/** Orders rules that the data cannot tell apart: first what the log's trainer takes, then what others take. */
export function surprise(rule: Rule, framework: string | undefined): number {
  const own = trainersOf(rule)
  const habit = [...defaults].find(([name]) => name === framework)?.[1]
  const isOwn = habit !== undefined && alike(rule, habit)
  const strangeEpsilon = rule.spread === 'none' || rule.epsilon === habit?.epsilon ? 0 : 0.5
  const strangeMoments = rule.moments === 'single' && framework !== 'nemo-rl' ? 4 : 0
  const strangeZero = habit && rule.spread === 'others' && habit.zeroSpread !== rule.zeroSpread ? 0.1 : 0
  const base = isOwn ? 0 : own.length > 0 ? 1 : 2
  const form = farBaseline[rule.baseline] + (rule.again ? 8 : 0) + (rule.ddof === 0 ? 0.25 : 0)
  return base + form + strangeZero + strangeEpsilon + strangeMoments + epsilonRank(rule.epsilon)
}

const farBaseline: Readonly<Record<Rule['baseline'], number>> = { group: 0, others: 0.5, batch: 4, none: 6 }

/** 1e-6 first, then 1e-4: most trainers take one of them. */
const epsilonRank = (epsilon: number): number => {
  const at = [1e-6, 1e-4, 1e-8].indexOf(epsilon)
  return 0.01 * (at < 0 ? 3 : at)
}
