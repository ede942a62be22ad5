/** Sharing a number of rollouts out among problems of known difficulty (arXiv 2509.25849). */
import { mean } from '../../core/math.ts'
import { number } from '../../core/params.ts'

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
}

/**
 * Rollouts per problem, from success rates (NaN: never tried). Those tried get `least`; the rest of the budget goes one by
 * one to the problem where the next rollout is worth most, which is optimal because the worth only falls. Source:
 * liziniu/KnapsackRL exploration_utils.sampling_budget_by_knapsack (ca5d5f5), whose dynamic program is `first: 'whole'`.
 */
export function shareOut(rates: readonly number[], rules: BudgetRules): number[] {
  const { usual, least, most, confidence } = rules
  const sizes = rates.map(rate => (Number.isNaN(rate) ? usual : Math.min(least, usual)))
  const left = rates.length * usual - sizes.reduce((total, size) => total + size, 0)
  const where = (wanted: (rate: number) => boolean) => [...rates.keys()].filter(i => wanted(rates[i]!))
  const open = where(rate => rate > 0 && rate < 1)
  const unsolved = where(rate => rate === 0)
  if (open.length === 0) {
    return unsolved.length === 0 ? rates.map(() => usual) : evenly(sizes, unsolved, left)
  }
  const demand = open.reduce((total, i) => total + Math.trunc(Math.min(most, enough(rates[i]!, confidence))), 0)
  const spilled = Math.max(0, left - demand)
  const closed = unsolved.length > 0 ? unsolved : where(rate => rate === 1)
  const given = closed.length > 0 ? spilled : 0
  const { shared, over } = greedily(evenly(sizes, closed, given), open, left - given, rates, rules)
  return evenly(shared, open, over)
}

/** Rollouts after which both outcomes have been seen with this confidence. */
const enough = (rate: number, confidence: number): number =>
  Math.log(1 - confidence) / Math.log(Math.max(rate, 1 - rate))

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

/**
 * What is known of a problem after another batch: the rate is that of the newest batch alone where it is as large as the
 * memory, else of the latest outcomes. Negative ones count as failures. Source: RLHFDataset.update_sample_state, ibid.
 */
export function successRate(before: Seen | undefined, newest: readonly number[], memory: number): Seen {
  const past = [...(before?.past ?? []), ...newest].slice(-memory)
  const seen = newest.length >= memory ? newest : past
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
}
