/**
 * What a rule gives every row, and how far a trainer's single precision may lead away from it. Means and squares are
 * taken once for all rules, so that a rule costs one division per row.
 */
import { mean } from '../../core/math.ts'
import { counting, type Observed } from './observed.ts'
import type { Rule } from './rule.ts'

/** Half the distance of neighbouring numbers in single precision, relative to them. */
const unit = 2 ** -24
/** Roundings that an advantage goes through at most. */
const roundings = 6
/** Squares that agree to this share of all of them are equal: what double precision leaves of equal numbers. */
const equalShare = 1e-13

/** Mean and squared differences of some rewards. */
interface Part {
  readonly count: number
  readonly centre: number
  /** Sum of the squared differences from the centre. */
  readonly squares: number
  /** Mean of the squares. */
  readonly second: number
  /** The largest reward's size. */
  readonly scale: number
}

const empty: Part = { count: 0, centre: Number.NaN, squares: 0, second: 0, scale: 0 }

function partOf(values: Float64Array, rows: readonly number[]): Part {
  if (rows.length === 0) return empty
  const own = rows.map(i => values[i]!)
  const centre = mean(own)
  const alike = own.every(value => value === own[0])
  return {
    count: own.length,
    centre: alike ? own[0]! : centre,
    squares: alike ? 0 : own.reduce((total, value) => total + (value - centre) ** 2, 0),
    second: mean(own.map(value => value * value)),
    scale: own.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  }
}

/** The same without one of them. */
function without(part: Part, value: number): Part {
  const count = part.count - 1
  if (count < 1) return { ...empty, scale: part.scale }
  const distance = value - part.centre
  const left = part.squares - (distance * distance * part.count) / count
  return {
    count,
    centre: part.centre - distance / count,
    squares: left > equalShare * part.squares ? left : 0,
    second: (part.second * part.count - value * value) / count,
    scale: part.scale,
  }
}

/** What the rules need of one iteration. */
export interface Moments {
  readonly observed: Observed
  readonly group: readonly Part[]
  readonly others: readonly Part[]
  readonly batch: Part
  /** Rows that something scored. */
  readonly scored: readonly number[]
}

export function momentsOf(observed: Observed): Moments {
  const { reward, members } = observed
  const group: Part[] = new Array(reward.length).fill(empty)
  const others: Part[] = new Array(reward.length).fill(empty)
  for (const rows of members) {
    const part = partOf(reward, counting(observed, rows))
    for (const i of rows) {
      group[i] = part
      if (Number.isFinite(reward[i]!)) others[i] = without(part, reward[i]!)
    }
  }
  const scored = [...reward.keys()].filter(i => Number.isFinite(reward[i]!))
  return { observed, group, others, batch: partOf(reward, counting(observed, [...reward.keys()])), scored }
}

/** [n] each; what a trainer may have written lies from `low` to `high`. NaN: the rule says nothing of the row. */
export interface Expected {
  readonly value: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

const nobody: Part = { count: 0, centre: 0, squares: 0, second: 0, scale: 0 }

/** `digits`: half the last decimal that the log writes. */
export function expectedOf(rule: Rule, moments: Moments, digits = 0): Expected {
  const { reward } = moments.observed
  const [value, low, high] = [0, 0, 0].map(() => new Float64Array(reward.length))
  const spreadOf = deviationsOf(rule, moments)
  // A rule that looks at the batch again needs all of it; else only the groups that are asked for.
  for (const i of rule.again ? reward.keys() : moments.observed.members.flat()) {
    const one = Number.isFinite(reward[i]!) ? scoreOf(rule, moments, spreadOf, i) : silent
    value![i] = one.value
    low![i] = one.low - digits
    high![i] = one.high + digits
  }
  const expected = { value: value!, low: low!, high: high! }
  return rule.again ? standardised(rule, moments, expected) : expected
}

interface Score {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** What has no reward has no advantage. */
const silent: Score = { value: 0, low: 0, high: 0 }
const around = (value: number, slack: number): Score => ({ value, low: value - slack, high: value + slack })

function baselineOf({ baseline }: Rule, { group, others, batch }: Moments, i: number): Part {
  switch (baseline) {
    case 'group':
      return group[i]!
    case 'others':
      return others[i]!
    case 'batch':
      return batch
    case 'none':
      return nobody
  }
}

type Deviation = (i: number) => Part | undefined

function deviationsOf({ spread }: Rule, { group, others, batch }: Moments): Deviation {
  switch (spread) {
    case 'none':
      return () => undefined
    case 'group':
      return i => group[i]
    case 'others':
      return i => others[i]
    case 'batch':
      return () => batch
  }
}

function scoreOf(rule: Rule, moments: Moments, deviationOf: Deviation, i: number): Score {
  const reward = moments.observed.reward[i]!
  const { count } = moments.group[i]!
  // A rollout alone has its raw reward, or nothing: trainers differ, and the other rows tell the rule.
  if (count < 2 && rule.baseline !== 'batch' && rule.baseline !== 'none') return alone(rule, reward)
  const distance = reward - baselineOf(rule, moments, i).centre
  const scale = Math.max(moments.group[i]!.scale, Math.abs(reward), rule.baseline === 'batch' ? moments.batch.scale : 0)
  const own = roundings * unit * scale
  const part = deviationOf(i)
  if (!part) return around(distance, own)
  const variance = part.count > rule.ddof ? part.squares / (part.count - rule.ddof) : 0
  if (rule.moments === 'single') return inSingle(rule, distance, part, variance, own)
  return divided(rule, distance, Math.sqrt(variance), own)
}

const alone = (rule: Rule, reward: number): Score => {
  const least = rule.spread === 'none' ? reward : reward / (1 + rule.epsilon)
  return { value: 0, low: Math.min(0, reward, least), high: Math.max(0, reward, least) }
}

function divided(rule: Rule, distance: number, deviation: number, slack: number): Score {
  const below = deviation + rule.epsilon
  if (deviation === 0 && rule.zeroSpread === 'undivided') return around(distance, slack)
  // Equal rewards whose mean is rounded: a residue over a residue, never beyond 1.
  if (distance === 0) return around(0, deviation === 0 ? Math.min(1, slack / below || 0) : slack / below)
  const value = distance / below
  return around(value, slack / below + roundings * unit * Math.abs(value))
}

/** How many roundings E[x^2] - E[x]^2 may be off. */
const momentRoundings = 8

function inSingle(rule: Rule, distance: number, part: Part, variance: number, slack: number): Score {
  const doubt = (momentRoundings * unit * part.second * part.count) / Math.max(1, part.count - rule.ddof)
  const exact = divided(rule, distance, Math.sqrt(variance), slack)
  const least = distance / (Math.sqrt(variance + doubt) + rule.epsilon)
  const most = variance > doubt ? distance / (Math.sqrt(variance - doubt) + rule.epsilon) : distance / rule.epsilon
  const bounds = [exact.low, exact.high, least, most, ...(variance > doubt ? [] : [distance])].filter(
    x => !Number.isNaN(x),
  )
  const rounding = slack / (Math.sqrt(Math.max(variance - doubt, 0)) + Math.max(rule.epsilon, Math.sqrt(doubt)) || 1)
  return {
    value: exact.value,
    low: Math.min(...bounds) - Math.min(rounding, slack),
    high: Math.max(...bounds) + Math.min(rounding, slack),
  }
}

/** The advantages of the batch minus their mean, over their deviation. */
function standardised(rule: Rule, { observed, scored }: Moments, { value, low, high }: Expected): Expected {
  const { count, centre, squares, scale } = partOf(value, counting(observed, scored))
  const below = Math.sqrt(squares / Math.max(1, count - rule.ddof)) + rule.epsilon || 1
  const again = (values: Float64Array, sign: number) =>
    values.map((x, i) =>
      Number.isFinite(observed.reward[i]!) ? (x - centre) / below + (sign * roundings * unit * scale) / below : 0,
    )
  return { value: again(value, 0), low: again(low, -1), high: again(high, 1) }
}
