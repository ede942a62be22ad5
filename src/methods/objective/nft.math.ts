/** Likelihood losses on right and wrong responses (NFT, arXiv 2505.18116). `tf` is an argument; only its types are imported. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { detach } from '../../core/formulas/surrogate.ts'
import type { Tf, TokenTensors } from '../../core/method.ts'
import { choice, number, type ParamSpecs, type Values } from '../../core/params.ts'
import { rowSum } from '../../core/rows.ts'

export const nftParams = {
  promptWeight: choice({
    label: 'Weight of a problem',
    options: ['wrong share', 'spread', 'none'],
    default: 'wrong share',
    paper: 'wrong share',
    meaning: {
      'wrong share': '1 - q: Dr. GRPO’s gradient',
      spread: 'sqrt((1 - q)/q): GRPO’s gradient',
      none: '1',
    },
  }),
  negativeWeight: number({
    label: 'Weight of wrong responses',
    default: 1,
    paper: 1,
    min: 0,
    max: 10,
    note: '0 is rejection fine-tuning.',
  }),
  negativeFloor: number({ label: 'Floor ε', default: 1, paper: 1, min: 0.001, max: 1 }),
  positiveFloor: number({
    label: 'Floor of right ratios',
    default: 0,
    paper: 0,
    min: 0,
    max: 1,
    aside: true,
    note: 'A correct token’s ratio counts at least as this; the gradient passes as if it did not.',
  }),
  nftRatio: choice({
    label: 'Ratio over',
    options: ['token', 'response'],
    default: 'token',
    paper: 'token',
    note: 'One ratio per token, or the product of a response’s.',
  }),
} as const satisfies ParamSpecs

/**
 * [n, T] loss per token from credit y - q: its sign says right or wrong, its size gives the group's share q back; credit 0
 * is silent. With a ratio per response its loss stands in equal shares at its tokens. Source: NFT dp_actor.py (b358fae).
 */
export function nftLoss(tf: Tf, tensors: TokenTensors, params: Values<typeof nftParams>) {
  const { now, oldLogp, credit, mask, length } = tensors
  const right = tf.greater(credit, 0)
  const q = tf.where<Tensor2D>(right, tf.sub(1, credit), tf.neg(credit))
  const wrong = tf.sub<Tensor2D>(1, q)
  const difference = tf.sub<Tensor2D>(now.logp, oldLogp)
  const perToken = params.nftRatio === 'token'
  const logRatio = tf.minimum<Tensor2D>(perToken ? difference : tf.mul(rowSum(tf, difference), mask), 10)
  const ratio = tf.exp(logRatio)
  const rest = tf.div<Tensor2D>(tf.sub(1, tf.mul(q, ratio)), tf.maximum(wrong, 1e-6))
  // The clamped value, with the gradient of what was clamped.
  const atLeast = (x: Tensor2D, floor: number) => tf.add<Tensor2D>(x, detach(tf, tf.sub(tf.maximum(x, floor), x)))
  const floored = atLeast(rest, params.negativeFloor)
  const rightLoss = params.positiveFloor > 0 ? tf.log(atLeast(ratio, params.positiveFloor)) : logRatio
  const loss = tf.where<Tensor2D>(right, tf.neg(rightLoss), tf.mul(tf.log(floored), -params.negativeWeight))
  const weighted = tf.mul<Tensor2D>(promptWeights(tf, params.promptWeight, q, wrong), loss)
  const shared = perToken ? weighted : tf.div<Tensor2D>(weighted, tf.maximum(length, 1))
  return { loss: tf.where<Tensor2D>(tf.equal(credit, 0), tf.zerosLike(loss), shared), explain: { ratio } }
}

function promptWeights(tf: Tf, how: Values<typeof nftParams>['promptWeight'], q: Tensor2D, wrong: Tensor2D): Tensor2D {
  switch (how) {
    case 'none':
      return tf.onesLike(q)
    case 'wrong share':
      return wrong
    case 'spread':
      return tf.sqrt(tf.div<Tensor2D>(wrong, tf.maximum(q, 1e-6)))
  }
}
