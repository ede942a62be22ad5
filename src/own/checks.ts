/** What an estimator of one's own keeps, tried on random groups, and which of the known methods it is. */
import { awkwardGroup, awkwardNames } from '../core/awkward.ts'
import type { Batch } from '../core/batch.ts'
import { sum } from '../core/math.ts'
import { type Draw, drawInteger, purpose, stream } from '../core/rng.ts'
import { everyEntry, isMeasured, measure, perResponse } from '../methods/bench.ts'
import type { OwnColumn } from '../methods/own.ts'
import { wordsOf } from '../methods/words.ts'

export interface Check {
  readonly name: string
  /** True: kept by all groups that were tried; false: not by `example`. */
  readonly holds: boolean
  /** One sentence: what it means that it holds, or the group where it does not. */
  readonly says: string
}

/** The program, as a function of a batch. Throws where it fails. */
export type Program = (batch: Batch) => OwnColumn

/** Rewards of groups of different sizes: verdicts, graded, awkward. Equal seeds give equal groups. */
export function randomGroups(seed: number): number[][] {
  const draw = stream(seed, purpose.repeat)
  const sizes = Array.from({ length: 18 }, () => 2 + drawInteger(draw, 11))
  const drawn = sizes.map((size, k) => rewardsOf(size, k, draw))
  return [...drawn, ...awkwardNames.map((which, k) => [...awkwardGroup(which, 3 + k, seed).reward])]
}

const rewardsOf = (size: number, kind: number, draw: Draw): number[] =>
  Array.from({ length: size }, () => (kind % 2 === 0 ? (draw() < 0.4 ? 1 : 0) : Math.round(100 * draw()) / 100))

/** A batch of these groups; a response's tokens are as many as its place in the batch says. */
export function batchFrom(groups: readonly (readonly number[])[]): Batch {
  const reward = groups.flat()
  const start = [0]
  reward.forEach((_, i) => {
    start.push(start[i]! + 1 + ((7 * i) % 5))
  })
  const tokens = start.at(-1)!
  const logp = Float32Array.from({ length: tokens }, (_, t) => -0.1 - ((3 * t) % 7) / 7)
  return {
    rollouts: reward.length,
    groups: groups.length,
    group: Int32Array.from(groups.flatMap((members, g) => members.map(() => g))),
    reward: Float32Array.from(reward),
    tokenStart: Int32Array.from(start),
    token: new Int32Array(tokens),
    oldLogp: logp,
    oldEntropy: logp.map(value => -value),
  }
}

/** [n] what each response gets: its advantage, or what its tokens get in all. */
const perRow = (batch: Batch, { kind, values }: OwnColumn): Float32Array =>
  kind === 'advantage' ? values : perResponse(batch, values)

/** Numbers of one group on which something was tried. */
interface Tried {
  readonly rewards: readonly number[]
  readonly numbers: readonly number[]
  /** What the program says of the changed group. */
  readonly changed: readonly number[]
}

/** Runs the program on all groups, and on all groups changed; hands back both, group by group. */
function tried(
  program: Program,
  groups: readonly number[][],
  change: (rewards: readonly number[]) => number[],
): Tried[] {
  const numbersOf = (all: readonly (readonly number[])[]): number[][] => {
    const batch = batchFrom(all)
    const values = perRow(batch, program(batch))
    return cut(values, all)
  }
  const [plain, changed] = [numbersOf(groups), numbersOf(groups.map(change))]
  return groups.map((rewards, g) => ({ rewards, numbers: plain[g]!, changed: changed[g]! }))
}

function cut(values: Float32Array, groups: readonly (readonly number[])[]): number[][] {
  let at = 0
  return groups.map(group => {
    const own = [...values.subarray(at, at + group.length)]
    at += group.length
    return own
  })
}

const sizeOf = (values: readonly number[]): number => values.reduce((top, value) => Math.max(top, Math.abs(value)), 0)
const near = (a: readonly number[], b: readonly number[], share: number): boolean =>
  a.every((value, k) => Math.abs(value - b[k]!) <= share * Math.max(1e-3, sizeOf(a), sizeOf(b)))
const isFlat = (rewards: readonly number[]): boolean => rewards.every(r => r === rewards[0])
/** Spreads so small that the guard of a division is most of it. */
const isNearTie = (rewards: readonly number[]): boolean =>
  !isFlat(rewards) && Math.max(...rewards) - Math.min(...rewards) < 1e-2
const shown = (rewards: readonly number[]): string =>
  `[${rewards.slice(0, 8).join(', ')}${rewards.length > 8 ? ', …' : ''}]`

/** A check over all groups to which it applies. */
function check(name: string, all: readonly Tried[], holds: (one: Tried) => boolean, says: string): Check {
  const counter = all.find(one => !holds(one))
  return { name, holds: counter === undefined, says: counter ? `Not for rewards ${shown(counter.rewards)}.` : says }
}

/** What holds on random groups. A program that fails on one of them is told by its own error. */
export function checksOf(program: Program, seed = 1): Check[] {
  const groups = randomGroups(seed)
  const same = tried(program, groups, rewards => [...rewards])
  const spread = groups.filter(rewards => !isNearTie(rewards))
  const shifted = tried(program, spread, rewards => rewards.map(r => r + 3))
  const scaled = tried(program, spread, rewards => rewards.map(r => 4 * r))
  const isScaled = scaled.every(({ numbers, changed }) =>
    near(
      changed,
      numbers.map(value => 4 * value),
      1e-3,
    ),
  )
  return [
    check(
      'same again',
      same,
      ({ numbers, changed }) => near(numbers, changed, 0),
      'The same batch gives the same numbers.',
    ),
    check(
      'sum 0',
      same,
      ({ numbers }) => Math.abs(sum(numbers)) <= 1e-4 * Math.max(1, sizeOf(numbers)) * numbers.length,
      'No group is pushed as a whole.',
    ),
    check(
      'all equal',
      same.filter(({ rewards }) => isFlat(rewards)),
      ({ numbers }) => sizeOf(numbers) <= 1e-6,
      'Siblings that agree are not pushed.',
    ),
    check(
      'shift',
      shifted,
      ({ numbers, changed }) => near(numbers, changed, 1e-3),
      'Rewards plus 3: the same numbers.',
    ),
    isScaled
      ? { name: 'scale', holds: true, says: 'Rewards times 4: numbers times 4.' }
      : check(
          'scale',
          scaled,
          ({ numbers, changed }) => near(numbers, changed, 1e-3),
          'Rewards times 4: the same numbers.',
        ),
    check('sign', same, signed, 'Above the mean is pushed up, below it down.'),
    check('order', same, ordered, 'A higher reward never gets less.'),
  ]
}

function signed({ rewards, numbers }: Tried): boolean {
  const centre = sum(rewards) / rewards.length
  return numbers.every((value, k) => Math.abs(rewards[k]! - centre) < 1e-6 || value * (rewards[k]! - centre) >= -1e-9)
}

function ordered({ rewards, numbers }: Tried): boolean {
  const slack = 1e-6 * Math.max(1, sizeOf(numbers))
  return numbers.every((value, k) => rewards.every((r, j) => r <= rewards[k]! || numbers[j]! >= value - slack))
}

/** A known method with the same numbers. */
export interface Twin {
  readonly title: string
  /** The largest difference on all groups. */
  readonly within: number
}

/**
 * The methods, at their defaults, whose credit is the program's on random groups but for rounding: first those that
 * invented an advantage, the oldest before all.
 */
export function twinsOf(program: Program, seed = 1): Twin[] {
  const batch = batchFrom(randomGroups(seed))
  const { kind, values } = program(batch)
  return everyEntry()
    .map(entry => measure(entry, batch, 0))
    .filter(isMeasured)
    .map(({ entry, batch: made }) => ({
      title: entry.title,
      year: wordsOf(entry.key).paper.year + (entry.method.advantage?.owner === entry.key ? 0 : 100),
      within: furthest(kind === 'advantage' ? made.advantage : made.credit, values),
    }))
    .filter(({ within }) => within <= 1e-5)
    .sort((a, b) => a.year - b.year || a.within - b.within)
    .map(({ title, within }) => ({ title, within }))
}

const furthest = (a: Float32Array, b: Float32Array): number =>
  a.reduce((top, value, k) => Math.max(top, Math.abs(value - b[k]!)), 0)
