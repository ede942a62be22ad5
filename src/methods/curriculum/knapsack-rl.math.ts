/** Sharing a number of rollouts out among problems of known difficulty (arXiv 2509.25849). */
import { mean } from '../../core/math.ts'
import { choice, number } from '../../core/params.ts'

/** Probability that `count` rollouts of success rate `rate` do not all agree, so that their group has a gradient. */
export const signalChance = (rate: number, count: number): number => 1 - rate ** count - (1 - rate) ** count

/** That chance times p (1 - p)^2, about what one update with a gradient adds to the success rate. */
export const groupValue = (rate: number, count: number): number => signalChance(rate, count) * rate * (1 - rate) ** 2

export interface BudgetRules {
  /** Rollouts per problem if all were alike; the budget is this times the problems. */
  readonly usual: number
  readonly least: number
  readonly most: number
  /** Enough are as many as show both outcomes with this confidence; more goes to problems that were never solved. */
  readonly confidence: number
  /** What the first additional rollout is worth: all that its group then is, or only what it adds. */
  readonly first: 'whole' | 'added'
  /** Rollouts of problems that were never solved, and of those always solved; 0: `least`. */
  readonly unsolved: number
  readonly solved: number
  /** How many are enough: as many as show both outcomes with `confidence`, or on average one more of the rarer kind. */
  readonly enoughBy: 'confidence' | 'expectation'
  /** Who gets what is left beyond enough: problems never solved, or also those never tried. */
  readonly spillTo: 'unsolved' | 'unsolved and untried' | 'nobody'
}

/**
 * Rollouts per problem, from success rates (NaN: never tried). Those tried get `least`; the rest of the budget goes one by
 * one to the problem where the next rollout is worth most, which is optimal because the worth only falls. Source:
 * liziniu/KnapsackRL exploration_utils.sampling_budget_by_knapsack (ca5d5f5), whose dynamic program is `first: 'whole'`.
 */
export function shareOut(rates: readonly number[], rules: BudgetRules): number[] {
  const { usual, least, most } = rules
  const atLeast = (rate: number) => (rate === 0 && rules.unsolved) || (rate === 1 && rules.solved) || least
  const sizes = rates.map(rate => (Number.isNaN(rate) ? usual : Math.min(atLeast(rate), usual)))
  const left = rates.length * usual - sizes.reduce((total, size) => total + size, 0)
  const where = (wanted: (rate: number) => boolean) => [...rates.keys()].filter(i => wanted(rates[i]!))
  const open = where(rate => rate > 0 && rate < 1)
  const untried = rules.spillTo === 'unsolved and untried'
  const unsolved = where(rate => rate === 0 || (untried && Number.isNaN(rate)))
  if (open.length === 0) {
    return unsolved.length === 0 ? rates.map(() => usual) : evenly(sizes, unsolved, left)
  }
  const demand = open.reduce((total, i) => total + Math.trunc(Math.min(most, enough(rates[i]!, rules))), 0)
  const spilled = Math.max(0, left - demand)
  const closed = unsolved.length > 0 ? unsolved : where(rate => rate === 1)
  const given = closed.length > 0 && rules.spillTo !== 'nobody' ? spilled : 0
  const { shared, over } = greedily(evenly(sizes, closed, given), open, left - given, rates, rules)
  return evenly(shared, open, over)
}

/** Rollouts after which both outcomes have been seen: with some confidence, or in expectation, the first one not counted. */
const enough = (rate: number, { confidence, enoughBy }: BudgetRules): number =>
  enoughBy === 'confidence'
    ? Math.log(1 - confidence) / Math.log(Math.max(rate, 1 - rate))
    : 1 / (rate * (1 - rate)) - 1

function evenly(sizes: readonly number[], among: readonly number[], count: number): number[] {
  const result = [...sizes]
  for (let k = 0; k < count && among.length > 0; k++) result[among[k % among.length]!]!++
  return result
}

function greedily(
  sizes: readonly number[],
  among: readonly number[],
  count: number,
  rates: readonly number[],
  { least, most, first }: BudgetRules,
): { shared: number[]; over: number } {
  const shared = [...sizes]
  const worth = (i: number): number => {
    const size = shared[i]!
    const before = first === 'whole' && size === least ? 0 : groupValue(rates[i]!, size)
    return size >= most ? Number.NEGATIVE_INFINITY : groupValue(rates[i]!, size + 1) - before
  }
  for (let k = 0; k < count; k++) {
    const best = among.reduce((a, b) => (worth(b) > worth(a) ? b : a))
    if (worth(best) === Number.NEGATIVE_INFINITY) return { shared, over: count - k }
    shared[best]!++
  }
  return { shared, over: 0 }
}

export interface Seen {
  /** Outcomes so far, oldest first, as many as are remembered. */
  readonly past: readonly number[]
  readonly rate: number
}
/** By problem. */
export type Outcomes = Readonly<Record<number, Seen>>

const rateFroms = ['newest if enough', 'newest', 'latest'] as const
type RateFrom = (typeof rateFroms)[number]

/**
 * What is known of a problem after another batch: the rate is that of the newest batch alone where it is as large as the
 * memory, else of the latest outcomes; `from` can fix either. Negative ones count as failures. Source: RLHFDataset.update_sample_state, ibid.
 */
export function successRate(
  before: Seen | undefined,
  newest: readonly number[],
  memory: number,
  from: RateFrom = 'newest if enough',
): Seen {
  const past = [...(before?.past ?? []), ...newest].slice(-memory)
  const alone = from === 'newest' || (from === 'newest if enough' && newest.length >= memory)
  const seen = alone ? newest : past
  return { past, rate: seen.length === 0 ? Number.NaN : mean(seen.map(outcome => Math.max(outcome, 0))) }
}

/** Bounds of a problem's share, and what it is judged by. */
export const allotmentParams = {
  leastRollouts: number({ label: 'Fewest rollouts', default: 2, paper: 2, min: 1, max: 64, integer: true }),
  mostRollouts: number({
    label: 'Most rollouts',
    default: 32,
    paper: 128,
    min: 2,
    max: 512,
    integer: true,
    note: 'However much a problem would gain, it gets no more.',
  }),
  outcomeMemory: number({
    label: 'Outcomes kept',
    default: 16,
    paper: 16,
    min: 1,
    max: 256,
    integer: true,
    note: 'Success rates are the mean of this many last responses.',
  }),
  rateFrom: choice({
    label: 'Success rate of',
    options: rateFroms,
    default: 'newest if enough',
    paper: 'newest if enough',
    aside: true,
    meaning: {
      'newest if enough': 'the newest group where it fills the memory, else the latest outcomes',
      newest: 'the newest group alone',
      latest: 'the latest outcomes',
    },
  }),
  unsolvedRollouts: number({
    label: 'Fewest if never solved',
    default: 0,
    paper: 2,
    min: 0,
    max: 64,
    integer: true,
    aside: true,
    note: '0: as the fewest rollouts.',
  }),
  solvedRollouts: number({
    label: 'Fewest if always solved',
    default: 0,
    paper: 2,
    min: 0,
    max: 64,
    integer: true,
    aside: true,
    note: '0: as the fewest rollouts.',
  }),
  enoughBy: choice({
    label: 'Enough means',
    options: ['confidence', 'expectation'],
    default: 'confidence',
    paper: 'confidence',
    aside: true,
    meaning: {
      confidence: 'both outcomes are seen with the chance below',
      expectation: 'both are seen on average: 1 / (p (1 - p)) - 1',
    },
  }),
  spillTo: choice({
    label: 'What is left goes to',
    options: ['unsolved', 'unsolved and untried', 'nobody'],
    default: 'unsolved',
    aside: true,
    meaning: {
      unsolved: 'problems that were never solved',
      'unsolved and untried': 'as released, where a problem never tried has a success rate of 0',
      nobody: 'problems that are sometimes solved get it all',
    },
  }),
}
