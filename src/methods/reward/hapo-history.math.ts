/** HAPO's length rewards: a response's length against the shortest correct one so far (arXiv 2505.11225). */

/**
 * Reward for length; 0 where there is no record (not positive, or not finite). `cosine`: cos(L/h * pi/2),
 * -1 from twice the record on; `linear`: 1 - L/h with a tolerated stretch beyond the record. Correct responses lose at most
 * 0.7, wrong ones never gain. Source: HAPO utils.compute_len_reward and compute_len_reward_linear (c91ae3b).
 */
export function lengthReward(shape: 'cosine' | 'linear', length: number, record: number, correct: boolean): number {
  if (!(record > 0) || !Number.isFinite(record)) return 0
  const share = length / record
  if (shape === 'cosine') {
    const value = share < 2 ? Math.cos((share * Math.PI) / 2) : -1
    return correct ? Math.max(-0.7, value) : Math.min(0, value)
  }
  if (share > 1 + tolerance) return Math.max(correct ? -0.7 : -1, -(share - 1 - tolerance))
  return correct && share < 1 ? 1 - share : 0
}
const tolerance = 0.1
