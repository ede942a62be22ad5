/**
 * Which rule made the advantages of a log. Tried in turn, until one fits: rules with the log's own groups, with other
 * groups, every method of the registry, rules that are moved and scaled as a whole. Linear in rows.
 */
import type { Log } from '../../core/log.ts'
import { affineCandidates } from './affine.ts'
import {
  byFit,
  type Candidate,
  fitOf,
  isNamed,
  ruleCandidates,
  type Suspects,
  shareMet,
  type Trial,
  tryOut,
} from './candidate.ts'
import { type Moments, momentsOf } from './expected.ts'
import { otherGroupings } from './groupings.ts'
import { type Observed, observe } from './observed.ts'
import { decimalsOf } from './precision.ts'
import { registeredCandidates } from './registered.ts'
import { suspectsIn } from './suspects.ts'
import type { Fit, RuleGrouping, Stretch, Verdict } from './verdict.ts'

const nothing = { alike: [], open: {}, runnersUp: [], misfits: [], stretches: [] } as const

/** A log without advantages has the verdict `absent`. */
export function verdictOf(log: Log): Verdict {
  const whole = searched(log, 'rules')
  if (whole.kind === 'absent' || whole.kind === 'silent') return whole
  if (whole.kind === 'named' && (whole.misfits.length === 0 || log.batches.length < 2)) return whole
  const stretches = log.batches.length < 2 ? [] : stretchesOf(log)
  const isBetter = stretches.every(({ verdict }) => verdict.kind === 'named' || verdict.kind === 'silent')
  const [first] = stretches
  if (first && isBetter && stretches.length > 1 && stretches.length <= mostStretches)
    return { ...first.verdict, misfits: stretches.flatMap(one => one.verdict.misfits), stretches }
  return whole.kind === 'named' ? whole : searched(log, 'all')
}

/** More changes than this are no habit. */
const mostStretches = 8

/**
 * Iterations that follow each other and that one rule fits; where all advantages are 0, the rule before goes on. None
 * where some iteration has no rule.
 */
function stretchesOf(log: Log): Stretch[] {
  const joined: number[][] = []
  let shared: ReadonlySet<string> | undefined
  for (const batch of log.batches.keys()) {
    const alone = searched(partOf(log, [batch]), 'rules')
    // One that no rule fits is enough: then the rule does not change, there is none.
    if (alone.kind === 'none') return []
    const own = fitting(alone)
    const both: ReadonlySet<string> | undefined = shared && own ? common(shared, own) : (shared ?? own)
    const goesOn = joined.length > 0 && both?.size !== 0
    if (goesOn) joined.at(-1)!.push(batch)
    else joined.push([batch])
    shared = goesOn ? both : own
  }
  return joined.map(batches => {
    const verdict = searched(partOf(log, batches), 'rules')
    const misfits = verdict.misfits.map(misfit => ({ ...misfit, batch: batches[misfit.batch]! }))
    return { batches, verdict: { ...verdict, misfits } }
  })
}

/** What fits; undefined where there is nothing to fit. */
const fitting = ({ kind, best, alike }: Verdict): ReadonlySet<string> | undefined =>
  kind === 'silent' || kind === 'absent'
    ? undefined
    : new Set([...(best ? [best] : []), ...alike].map(({ name, detail }) => `${name} ${detail}`))

const common = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...a].filter(one => b.has(one)))

const partOf = (log: Log, batches: readonly number[]): Log => ({ ...log, batches: batches.map(k => log.batches[k]!) })

/** `rules`: without the methods of the registry. */
function searched(log: Log, among: 'rules' | 'all'): Verdict {
  const recorded = log.batches.flatMap(({ batch }) => [...(batch.advantage ?? [])]).filter(Number.isFinite)
  const hasRewards = log.batches.some(({ batch }) => batch.reward.some(Number.isFinite))
  if (recorded.length === 0 || !hasRewards) return { kind: 'absent', ...nothing }
  if (recorded.every(value => value === 0)) return { kind: 'silent', ...nothing }
  const decimals = decimalsOf(recorded)
  const digits = decimals === undefined ? [0] : [0, 0.5 * 10 ** -decimals]
  let first: readonly Trial[] = []
  for (const attempt of attempts(log, among)) {
    for (const digit of digits) {
      const trials = tried(attempt, digit)
      if (first.length === 0) first = trials
      if (trials[0] && isNamed(trials[0])) return named(trials, attempt, digit > 0 ? decimals : undefined)
    }
  }
  return { kind: 'none', ...nothing, runnersUp: nearest(first) }
}

interface Attempt {
  readonly candidates: readonly Candidate[]
  readonly observed: readonly Observed[]
  readonly grouping?: RuleGrouping
}

/** The likelier first; each is made when those before it have failed. */
function* attempts(log: Log, among: 'rules' | 'all'): Generator<Attempt> {
  const { batches } = log
  const candidates = ruleCandidates(log.framework)
  const observed = batches.map(({ batch }) => observe(batch))
  yield { candidates, observed }
  for (const grouping of otherGroupings(log))
    yield { candidates, observed: batches.map(({ batch }, k) => observe(batch, grouping.groups[k])), grouping }
  if (among === 'rules') return
  yield { candidates: registeredCandidates(batches), observed }
  yield { candidates: affineCandidates(candidates, observed), observed }
}

/** Groups on which the choice is made among hundreds of candidates; only the best are then tried on all. */
const firstGroups = 48
const finalists = 40
/** What meets less of them than this has no hope of two thirds of all; a few are kept, as those that come next. */
const [hopeful, fewest] = [1 / 4, 8]

function tried({ candidates, observed }: Attempt, digits: number): Trial[] {
  const moments = observed.map(momentsOf)
  const suspects = observed.map(suspectsIn)
  const run = (some: readonly Candidate[], on: readonly Moments[]) =>
    some.map(candidate => tryOut(candidate, on, suspects, digits)).sort(byFit)
  const count = observed.reduce((total, { members }) => total + members.length, 0)
  if (count <= 2 * firstGroups) return run(candidates, moments)
  const few = run(candidates, beginningOf(moments, suspects))
  const worth = few.slice(0, finalists).filter((trial, at) => at < fewest || shareMet(trial) >= hopeful)
  return run(
    worth.map(({ candidate }) => candidate),
    moments,
  )
}

/** The same iterations with so many groups in all that their advantages tell; means and spreads stay those of all. */
function beginningOf(moments: readonly Moments[], suspects: readonly Suspects[]): Moments[] {
  let left = firstGroups
  return moments.map((one, k) => {
    const { members, logged } = one.observed
    const telling = members.filter(rows => !suspects[k]!.has(rows) && rows.some(i => logged[i]! !== 0)).slice(0, left)
    left -= telling.length
    return { ...one, observed: { ...one.observed, members: telling } }
  })
}

function named(trials: readonly Trial[], { grouping, observed }: Attempt, decimals: number | undefined): Verdict {
  const best = trials[0]!
  // What leaves every row in doubt is met by all of them, and fits as well.
  const fits = (trial: Trial) => isNamed(trial) || trial.missed.length === 0
  const same = trials.slice(1).filter(trial => fits(trial) && trial.missed.length <= best.missed.length)
  const [fit, alike] = [fitOf(best), same.map(fitOf)]
  return {
    kind: 'named',
    best: fit,
    alike,
    open: openOf(fit, alike),
    runnersUp: nearest(trials.filter(trial => trial !== best && !same.includes(trial))),
    misfits: best.missed.map(([batch, rollout, expected]) => ({
      batch,
      rollout,
      expected,
      logged: observed[batch]!.logged[rollout]!,
    })),
    ...(grouping && { grouping }),
    ...(decimals !== undefined && { decimals }),
    stretches: [],
  }
}

/** Of each trait the other values that fit as well while all else stays. */
function openOf({ traits }: Fit, alike: readonly Fit[]): Verdict['open'] {
  const differing = alike.flatMap(other => {
    const keys = [...new Set([...Object.keys(traits), ...Object.keys(other.traits)])]
    const changed = keys.filter(key => traits[key] !== other.traits[key])
    const [key] = changed
    const value = key === undefined ? undefined : other.traits[key]
    return changed.length === 1 && key !== undefined && value !== undefined ? [{ key, value }] : []
  })
  const keys = [...new Set(differing.map(({ key }) => key))]
  return Object.fromEntries(keys.map(key => [key, differing.filter(one => one.key === key).map(({ value }) => value)]))
}

/** How many that do not fit are worth telling. */
const mostRunners = 4

/** One of each name, those that meet more groups first, then those that are nearer. */
function nearest(trials: readonly Trial[]): Fit[] {
  const sorted = [...trials].filter(({ telling }) => telling > 0).sort((a, b) => b.met - a.met || a.median - b.median)
  const fits = sorted.map(fitOf)
  return fits.filter((fit, at) => fits.findIndex(({ name }) => name === fit.name) === at).slice(0, mostRunners)
}
