/** Certainty of whole distributions (arXiv 2505.19590), and votes weighed by it (arXiv 2502.18581). */
import { type Batch, lengths, maskOf, type With } from '../../core/batch.ts'
import { elected } from '../../core/formulas/votes.ts'
import type { Numbers } from '../../core/math.ts'

/**
 * [T] in nats: minus the mean over the vocabulary of the log-probability, which is KL from uniform to policy plus ln V.
 * Source: sunblaze-ucb/Intuitor verl-intuitor/verl/utils/torch_functional.py self_certainty_from_logits (3f0cdd7).
 */
export const tokenCertainty = ({ oldMeanLogp }: With<'oldMeanLogp'>): Float32Array => oldMeanLogp.map(mean => -mean)

/** [n] its mean over the tokens of each response; 0 for an empty one. */
export function meanOverTokens(batch: Batch, values: Numbers): Float32Array {
  const [mask, length] = [maskOf(batch), lengths(batch)]
  return length.map((count, i) => {
    let total = 0
    for (let t = batch.tokenStart[i]!; t < batch.tokenStart[i + 1]!; t++) if (mask[t] !== 0) total += values[t]!
    return count > 0 ? total / count : 0
  })
}

/**
 * [G] weights of votes by rank: the best of N has N to the power, the last 1; a power of 0 is a plain majority. Source:
 * backprop07/Self-Certainty src/voting_from_list.py (b17d021).
 */
export const bordaWeights = (score: Numbers, power: number): number[] => {
  const best = Array.from({ length: score.length }, (_, k) => k).sort((a, b) => score[b]! - score[a]! || a - b)
  const weight = best.map(() => 0)
  best.forEach((k, rank) => {
    weight[k] = (score.length - rank) ** power
  })
  return weight
}

/** The answer with most of these weights. */
export const bordaVote = (answers: readonly string[], score: Numbers, power: number) =>
  elected(answers, bordaWeights(score, power))
