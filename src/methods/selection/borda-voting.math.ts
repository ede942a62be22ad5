/** Confidence of responses, and votes by rank. */
import type { With } from '../../core/batch.ts'
import type { Numbers } from '../../core/math.ts'

/** [n] mean over a response's own tokens of KL(uniform, policy) = -mean over the vocabulary of log p - log V. */
export function selfCertainty(batch: With<'oldMeanLogp'>, vocabulary: number): Float32Array {
  const { oldMeanLogp, mask, tokenStart } = batch
  return Float32Array.from({ length: batch.rollouts }, (_, i) => {
    let [total, count] = [0, 0]
    for (let t = tokenStart[i]!; t < tokenStart[i + 1]!; t++) {
      if (mask && mask[t] === 0) continue
      total += -oldMeanLogp[t]! - Math.log(vocabulary)
      count++
    }
    return count === 0 ? 0 : total / count
  })
}

/** [n] (n - rank + 1)^power, rank 1 being the most confident; of equals the earlier ranks first. */
export function bordaWeights(confidence: Numbers, power: number): number[] {
  const n = confidence.length
  const order = Array.from(confidence, (_, i) => i).sort((a, b) => confidence[b]! - confidence[a]!)
  const weight = new Array<number>(n).fill(0)
  order.forEach((i, rank) => {
    weight[i] = (n - rank) ** power
  })
  return weight
}
