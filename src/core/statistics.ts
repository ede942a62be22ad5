/** Short ways to write the statistics of claims. */
import type { Reading, Statistic, When } from './claim.ts'

export const read = (arm: string, metric: string, when: When): Reading => ({ arm, metric, when })

/** Mean over these iterations. */
export const during = (from: number, to: number): When => ({ from, to, take: 'mean' })

export const alone = (take: Reading, over: Statistic['over'] = 'median'): Statistic => ({ take, over })

/** The first less the second, within each seed. */
export const minus = (take: Reading, other: Reading, over: Statistic['over'] = 'median'): Statistic => ({
  take,
  against: { how: 'minus', take: other },
  over,
})

/** The first divided by the second, within each seed. */
export const divided = (take: Reading, other: Reading, over: Statistic['over'] = 'median'): Statistic => ({
  take,
  against: { how: 'over', take: other },
  over,
})
