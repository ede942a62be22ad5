/** Which responses of a group GFPO learns from. */
import { type Batch, groupMembers, lengths } from '../../core/batch.ts'
import { choice, number } from '../../core/params.ts'
import { oneEach } from '../../core/scored.ts'

/** Read by the slot that compares the kept ones and by the one that takes the others out of the loss. */
export const filterParams = {
  keepOf: number({
    label: 'Keep of each group k',
    default: 4,
    min: 1,
    max: 64,
    integer: true,
    note: 'As many responses of each group stay in the batch.',
  }),
  keepBy: choice({
    label: 'Keep those that are',
    options: ['short', 'efficient'],
    default: 'short',
    paper: 'short',
    meaning: { short: 'the shortest', efficient: 'the most rewarding per token' },
  }),
} as const

interface Filter {
  readonly keepOf: number
  readonly keepBy: 'short' | 'efficient'
}

/** [n] what responses are ranked by: minus their length, or their reward per token. */
export const filterScores = (batch: Batch, keepBy: Filter['keepBy']): Float32Array =>
  lengths(batch).map((length, i) => (keepBy === 'short' ? -length : batch.reward[i]! / Math.max(1, length)))

/** Members of each group that are kept, the best first; of equals the earlier. */
export function keptMembers(batch: Batch, { keepOf, keepBy }: Filter): number[][] {
  const score = filterScores(batch, keepBy)
  return groupMembers(batch).map(members => members.toSorted((a, b) => score[b]! - score[a]!).slice(0, keepOf))
}

/** [n] 1 for those that are kept; all samples of a rollout share its fate. */
export function keptMarks(batch: Batch, filter: Filter): Float32Array {
  const part = oneEach({ batch, back: (_, values) => values })
  const marks = new Float32Array(part.batch.rollouts)
  for (const i of keptMembers(part.batch, filter).flat()) marks[i] = 1
  return part.back('rollout', marks)
}
