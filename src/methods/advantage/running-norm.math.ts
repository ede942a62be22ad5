/** Moments of all that was seen so far. Source of the update: ROLL RunningMoments (8eb27cc). */
import { type Batch, groupMembers } from '../../core/batch.ts'
import { centresOf, spreadsOf } from '../../core/formulas/standing.ts'
import { mean, type Numbers, sum } from '../../core/math.ts'

export interface Moments {
  readonly count: number
  readonly mean: number
  /** Sum of squared deviations from the mean. */
  readonly squares: number
}

export const noMoments: Moments = { count: 0, mean: 0, squares: 0 }

/** With these values added; none of them leaves everything as it is. */
export function withValues(before: Moments, values: Numbers): Moments {
  const count = before.count + values.length
  if (values.length === 0) return before
  const own = mean(values)
  const apart = own - before.mean
  return {
    count,
    mean: before.mean + (apart * values.length) / count,
    squares:
      before.squares +
      sum(Array.from(values, value => (value - own) ** 2)) +
      (apart ** 2 * before.count * values.length) / count,
  }
}

/** Sample deviation; 0 where fewer than two values were seen. */
export const deviationOf = ({ count, squares }: Moments): number => (count > 1 ? Math.sqrt(squares / (count - 1)) : 0)

/** Whose mean or deviation a reward is measured by. */
export const momentSources = ['running', 'batch', 'group', 'none'] as const
type Source = (typeof momentSources)[number]

type PerRow = (rows: readonly number[]) => readonly number[]

/** [n] a number that is made for the rows of the whole batch, or for those of each group. */
function spreadOut(batch: Batch, source: 'batch' | 'group', numbers: PerRow): Float32Array {
  const result = new Float32Array(batch.rollouts)
  for (const rows of source === 'batch' ? [[...batch.reward.keys()]] : groupMembers(batch)) {
    numbers(rows).forEach((value, k) => {
      result[rows[k]!] = value
    })
  }
  return result
}

/** [n] what is taken off each reward. */
export function meansBy(source: Source, batch: Batch, moments: Moments): Float32Array {
  if (source === 'none' || source === 'running')
    return new Float32Array(batch.rollouts).fill(source === 'none' ? 0 : moments.mean)
  return spreadOut(batch, source, rows => centresOf(batch.reward, rows, 'all'))
}

/** [n] what each difference is divided by; 1 where it is not divided. */
export function deviationsBy(source: Source, batch: Batch, moments: Moments): Float32Array {
  if (source === 'none' || source === 'running')
    return new Float32Array(batch.rollouts).fill(source === 'none' ? 1 : deviationOf(moments))
  const how = { spreadOver: 'all', stdFloor: 0 } as const
  return spreadOut(batch, source, rows => spreadsOf(batch.reward, rows, 1, how, []))
}
