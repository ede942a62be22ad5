/** Whatever may have made the advantages: a rule, or a method of the registry; and how well it did. */
import { median } from '../../core/math.ts'
import { type Expected, expectedOf, type Moments } from './expected.ts'
import { allRules, detailOf, nameOf, type Rule, surprise, trainerWords } from './rule.ts'
import type { Fit } from './verdict.ts'

export interface Candidate extends Pick<Fit, 'name' | 'detail' | 'trainers' | 'traits'> {
  /** Orders what fits equally well, the likeliest first. */
  readonly surprise: number
  /** What it gives the iteration `batch` of the log; undefined: it has no say there. */
  readonly expect: (moments: Moments, batch: number, digits: number) => Expected | undefined
}

const traitsOf = ({ baseline, spread, ddof, epsilon, zeroSpread, moments, again }: Rule): Fit['traits'] => ({
  baseline,
  spread,
  ...(spread !== 'none' || again ? { ddof, epsilon } : {}),
  ...(spread === 'others' || moments === 'single' ? { zeroSpread, moments } : {}),
  ...(again ? { again } : {}),
})

const ofRule = (rule: Rule, framework: string | undefined): Candidate => ({
  name: nameOf(rule),
  detail: detailOf(rule),
  trainers: trainerWords(rule),
  traits: traitsOf(rule),
  surprise: surprise(rule, framework),
  expect: (moments, _, digits) => expectedOf(rule, moments, digits),
})

const made = new Map<string | undefined, readonly Candidate[]>()

/** `framework`: the one that wrote the log, whose habits come first. */
export function ruleCandidates(framework: string | undefined): readonly Candidate[] {
  const known = made.get(framework) ?? allRules.map(rule => ofRule(rule, framework))
  made.set(framework, known)
  return known
}

/** Groups that the data itself speaks against: they may be wrong where the others are right. */
export type Suspects = ReadonlySet<readonly number[]>

export interface Trial {
  readonly candidate: Candidate
  readonly met: number
  readonly telling: number
  /** Of the groups without suspicion. */
  readonly soundMet: number
  readonly soundTelling: number
  /** Over the rows that it meets. */
  readonly largestMet: number
  readonly largest: number
  readonly median: number
  readonly missed: readonly (readonly [batch: number, rollout: number, expected: number])[]
}

/** An interval this much wider than the number in it says nothing about the number. */
const vague = 0.05

interface Tally {
  largestMet: number
  met: number
  telling: number
  soundMet: number
  soundTelling: number
  readonly distances: number[]
  readonly missed: [number, number, number][]
}

/** How a candidate does on these iterations, one entry of `suspects` each. */
export function tryOut(
  candidate: Candidate,
  all: readonly Moments[],
  suspects: readonly Suspects[],
  digits: number,
): Trial {
  const tally: Tally = { largestMet: 0, met: 0, telling: 0, soundMet: 0, soundTelling: 0, distances: [], missed: [] }
  all.forEach((moments, batch) => {
    if (moments.observed.members.length === 0) return
    const expected = candidate.expect(moments, batch, digits)
    if (!expected) return
    for (const rows of moments.observed.members)
      tryGroup(tally, moments, expected, rows, batch, suspects[batch]!.has(rows))
  })
  const { distances, ...rest } = tally
  const largest = distances.reduce((most, value) => Math.max(most, value), 0)
  return { candidate, ...rest, largest, median: distances.length > 0 ? median(distances) : 0 }
}

function tryGroup(
  tally: Tally,
  { observed: { logged } }: Moments,
  { value, low, high }: Expected,
  rows: readonly number[],
  batch: number,
  suspect: boolean,
): void {
  let [telling, met] = [false, true]
  for (const i of rows) {
    const got = logged[i]!
    if (Number.isNaN(got)) continue
    const isMet = got >= low[i]! && got <= high[i]!
    const isClear = high[i]! - low[i]! <= vague * Math.max(Math.abs(value[i]!), Math.abs(got))
    if (!isMet) tally.missed.push([batch, i, value[i]!])
    const distance = Math.abs(got - value[i]!)
    if (isClear || !isMet) tally.distances.push(distance)
    if (isClear && isMet) tally.largestMet = Math.max(tally.largestMet, distance)
    met &&= isMet
    telling ||= isClear || !isMet
  }
  if (!telling) return
  tally.telling++
  if (met) tally.met++
  if (suspect) return
  tally.soundTelling++
  if (met) tally.soundMet++
}

/** A rule is named when it meets at least this share of the groups that can tell. */
const enough = 2 / 3

export const shareMet = ({ met, telling, soundMet, soundTelling }: Trial): number =>
  soundTelling > 0 ? soundMet / soundTelling : telling > 0 ? met / telling : 0

export const isNamed = (trial: Trial): boolean => trial.telling > 0 && shareMet(trial) >= enough

/** The better first. */
export const byFit = (a: Trial, b: Trial): number =>
  shareMet(b) - shareMet(a) ||
  a.missed.length - b.missed.length ||
  a.candidate.surprise - b.candidate.surprise ||
  a.median - b.median

export function fitOf(trial: Trial): Fit {
  const { name, detail, trainers, traits } = trial.candidate
  // Rows that do not fit are told by themselves; they would hide how well the others do.
  const largest = isNamed(trial) ? trial.largestMet : trial.largest
  return { name, detail, trainers, traits, met: trial.met, telling: trial.telling, largest, median: trial.median }
}
