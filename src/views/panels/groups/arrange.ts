/** Sorting, filtering and binning of groups. */
import { clamp } from '../../../core/math.ts'
import { type GroupSummary, hasSignal } from './health.ts'

export const orders = {
  problem: 'problem order',
  spread: 'reward spread',
  hardest: 'hardest first',
  advantage: 'largest |advantage|',
} as const
export type Order = keyof typeof orders

export const isOrder = (text: string): text is Order => text in orders

/** A range of rewards; the upper end is included only in the last bin. */
export interface Bin {
  readonly from: number
  readonly to: number
  readonly last: boolean
  readonly count: number
}

export interface Filter {
  readonly onlySignal: boolean
  /** Only groups with at least one reward in this bin. */
  readonly bin: Bin | undefined
}

const key: Readonly<Record<Order, (summary: GroupSummary) => number>> = {
  problem: ({ group }) => group,
  // A method may give a lone response a deviation by convention: it has no spread.
  spread: ({ std, gap }) => (gap > 0 && !Number.isNaN(std) ? -std : 0),
  hardest: ({ mean }) => (Number.isNaN(mean) ? Number.POSITIVE_INFINITY : mean),
  advantage: ({ largest }) => -largest,
}

export const inBin = ({ from, to, last }: Bin, reward: number): boolean =>
  reward >= from && (last ? reward <= to : reward < to)

export function arrange(summaries: readonly GroupSummary[], order: Order, { onlySignal, bin }: Filter): GroupSummary[] {
  return summaries
    .filter(summary => !onlySignal || hasSignal(summary))
    .filter(({ rewards }) => bin === undefined || rewards.some(reward => inBin(bin, reward)))
    .sort((a, b) => key[order](a) - key[order](b) || a.group - b.group)
}

/** Equal bins over the range of all rewards; two different values make two bins, however far apart. */
export function histogram(summaries: readonly GroupSummary[], most = 10): Bin[] {
  const rewards = summaries.flatMap(summary => summary.rewards)
  const distinct = [...new Set(rewards)].sort((a, b) => a - b)
  const low = distinct[0]
  const high = distinct.at(-1)
  if (low === undefined || high === undefined) return []
  const bins = clamp(distinct.length, 1, most)
  const width = (high - low) / bins
  const counts = new Array<number>(bins).fill(0)
  for (const reward of rewards) {
    const i = width > 0 ? Math.min(bins - 1, Math.floor((reward - low) / width)) : 0
    counts[i] = (counts[i] ?? 0) + 1
  }
  return counts.map((count, i) => ({
    from: low + i * width,
    to: i === bins - 1 ? high : low + (i + 1) * width,
    last: i === bins - 1,
    count,
  }))
}
