/** How likely a policy finds an answer, as one number, from the log-probabilities of its tokens (arXiv 2506.18254). */
import { mean, type Numbers, sum } from '../math.ts'

export const answerScores = ['mean', 'product', 'geometric', 'log'] as const
export type AnswerScore = (typeof answerScores)[number]

/** 0 where there is no token. Source: OpenBMB/RLPR verl/workers/reward_manager/prob.py compute_scoreB (8490fca). */
export function answerScore(logp: Numbers, kind: AnswerScore): number {
  if (logp.length === 0) return 0
  switch (kind) {
    case 'mean':
      return mean(Array.from(logp, Math.exp))
    case 'product':
      return Math.exp(sum(logp))
    case 'geometric':
      return Math.exp(mean(logp))
    case 'log':
      return mean(logp)
  }
}
