/** Confidence in an answer (arXiv 2510.13501). */
import { mean, type Numbers } from '../../core/math.ts'

/** Arithmetic mean of the probabilities of the answer's tokens; 0 where there are none. */
export const confidence = (probabilities: readonly number[]): number =>
  probabilities.length === 0 ? 0 : mean(probabilities)

/** The place of the most confident, the first of several. */
export const surest = (scores: Numbers): number =>
  Array.from(scores).reduce((best, score, k) => (score > scores[best]! ? k : best), 0)
