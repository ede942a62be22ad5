/** Rewards for answering, looking again, and answering once more (arXiv 2506.01713). */
import type { Attempts } from '../../core/formulas/attempts.ts'

/**
 * 0.5 for a right lone answer; of two, 1 for repairing, 0.75 for keeping, 0.25 for spoiling a right one. Source:
 * SUSTechBruce/SRPO_MLLMs srpo_reward_func.accuracy_reward_func (23dab54).
 */
export function accuracyReward({ count, first, last }: Attempts): number {
  if (count < 2) return first ? 0.5 : 0
  if (last) return first ? 0.75 : 1
  return first ? 0.25 : 0
}

/** A bump at twice the first attempt's length, half of that wide; 0 without a second attempt. length_reward_func, ibid. */
export function lengthBump({ count, firstLength }: Attempts, length: number, height: number): number {
  if (count < 2) return 0
  return height * Math.exp(-(((length - 2 * firstLength) / (0.5 * firstLength)) ** 2))
}
