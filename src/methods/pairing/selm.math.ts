/** Pairs with a third response at their side. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Batch } from '../../core/batch.ts'
import { preferenceLoss } from '../../core/formulas/pair-losses.ts'
import { extremesOf, type Found, scoredMembers } from '../../core/formulas/pairing.ts'
import type { Tf } from '../../core/method.ts'

/** The best over the worst of each group, and, with weight 0, over the first response that is neither. */
export function pairsWithThird(batch: Batch, rate: Float32Array): Found[] {
  const members = scoredMembers(batch)
  return extremesOf(batch, rate).flatMap(({ chosen, rejected }) => {
    const third = members[batch.group[chosen]!]!.find(i => i !== chosen && i !== rejected)
    return [{ chosen, rejected }, ...(third === undefined ? [] : [{ chosen, rejected: third, weight: 0 }])]
  })
}

/** [pairs, 1] from log-ratios of both sides, without the refinements of DPO's own settings. */
export function plainPairLoss(
  tf: Tf,
  kind: 'sigmoid' | 'ipo',
  [a, b]: readonly [Tensor2D, Tensor2D],
  beta: number,
): Tensor2D {
  const h = tf.sub<Tensor2D>(a, b)
  return preferenceLoss(tf, kind, { a, b, h, now: h, before: h }, { beta, smoothing: 0 })
}
