/** Reward with a term for the length of the reasoning (arXiv 2502.06773). */

export interface Effort {
  /** Tokens of the reasoning. */
  readonly length: number
  readonly effortFee: number
  /** What a grader says of the effort, 0 to 1, and how much of the reward is its. */
  readonly grade: number
  readonly gradeWeight: number
}

/** 1 right, 0 wrong, -0.5 where no answer could be read. */
export const verdictReward = (right: boolean, read: boolean): number => (read ? (right ? 1 : 0) : -0.5)

/** A grade below 0 is that of a grader that failed: half. */
export const gradeOf = (grade: number): number => (grade < 0 ? 0.5 : grade)

/**
 * Verdict less effortFee / length, mixed with the grade. Without any reasoning 0: the original divides by zero there and
 * pays nothing. Source: GuanghaoYe/Emergence-of-Thinking openrlhf/cli/orm_server_efficient.py _compute_single_reward (e7feea7).
 */
export function effortReward(verdict: number, { length, effortFee, grade, gradeWeight }: Effort): number {
  if (length === 0 && effortFee !== 0) return 0
  const explored = effortFee === 0 ? 0 : effortFee / length
  return (1 - gradeWeight) * (verdict - explored) + gradeWeight * gradeOf(grade)
}
