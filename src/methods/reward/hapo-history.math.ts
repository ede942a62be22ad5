/** HAPO's length rewards: a response's length against the correct ones so far (arXiv 2505.11225). */
import { sum } from '../../core/math.ts'
import { choice, number, type ParamSpecs } from '../../core/params.ts'

/**
 * Reward for length; 0 where there is no record (not positive, or not finite). `cosine`: cos(L/h * pi/2),
 * -1 from twice the record on; `linear`: 1 - L/h with a tolerated stretch beyond the record. Correct responses lose at most
 * 0.7, wrong ones never gain. Source: HAPO utils.compute_len_reward and compute_len_reward_linear (c91ae3b).
 */
export function lengthReward(
  shape: 'cosine' | 'linear',
  length: number,
  record: number,
  correct: boolean,
  tolerance: number,
): number {
  if (!(record > 0) || !Number.isFinite(record)) return 0
  const share = length / record
  if (shape === 'cosine') {
    const value = share < 2 ? Math.cos((share * Math.PI) / 2) : -1
    return correct ? Math.max(-0.7, value) : Math.min(0, value)
  }
  if (share > 1 + tolerance) return Math.max(correct ? -0.7 : -1, -(share - 1 - tolerance))
  return correct && share < 1 ? 1 - share : 0
}

/** Length record by problem; under `n:problem` how many correct responses a mean is over. */
export type Records = Readonly<Record<string, number>>

/**
 * Takes the lengths of a problem's correct responses (at least one) into its record. `mean, repeated` does so once for each
 * of the `copies` of the problem in the batch. Source: HAPO grpo_trainer.combined_reward_func (c91ae3b).
 */
export function broken(
  records: Record<string, number>,
  problem: number,
  own: readonly number[],
  kind: 'shortest' | 'mean' | 'mean, repeated',
  copies: number,
): void {
  if (kind === 'shortest') {
    records[problem] = Math.min(records[problem] ?? Number.POSITIVE_INFINITY, ...own)
    return
  }
  for (let turn = 0; turn < (kind === 'mean' ? 1 : copies); turn++) {
    const before = records[`n:${problem}`] ?? 0
    const total = (records[problem] ?? 0) * before + sum(own)
    records[`n:${problem}`] = before + own.length
    records[problem] = total / (before + own.length)
  }
}

export const recordParams = {
  recordWeight: number({ label: 'Weight of length', default: 1, paper: 1, min: 0, max: 5 }),
  recordShape: choice({
    label: 'Shape',
    options: ['cosine', 'linear'],
    default: 'cosine',
    paper: 'cosine',
    note: 'How the reward falls with length.',
  }),
  recordTolerance: number({
    label: 'Tolerated beyond the record',
    default: 0.1,
    paper: 0.1,
    min: 0,
    max: 2,
    aside: true,
    note: 'Of the linear shape: this share more than the record costs nothing.',
  }),
  recordOf: choice({
    label: 'Record',
    options: ['shortest', 'mean', 'mean, repeated'],
    default: 'shortest',
    paper: 'shortest',
    aside: true,
    meaning: {
      shortest: 'the shortest correct response so far',
      mean: 'the mean length of all correct ones so far',
      'mean, repeated': 'as released: the mean takes a batch in once for each of the problem’s responses',
    },
  }),
} as const satisfies ParamSpecs
