/** Derived cases: the pair loss of the reward model, through the function that trains it. */
import type { Rank, Tensor1D } from '@tensorflow/tfjs-core'
import { tf } from '../../tensor/tf.ts'
import { type GoldenFamily, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const family: GoldenFamily = {
  file: 'data/cooper',
  run: ({ inputs }) => {
    const [right, wrong] = [vector(inputs.score_pos), vector(inputs.score_neg)]
    const loss = (score: Tensor1D) =>
      resolveMethod('cooper').models.modelReward!.loss(tf, score, {}, tf.zerosLike(score))
    return tf.tidy(() => {
      const score = tf.tensor1d(right.flatMap((r, k) => [r, wrong[k]!]))
      const { value, grad } = tf.valueAndGrad(one => loss(tf.reshape<Rank.R1>(one, [score.size])))(score)
      return { loss: value.dataSync()[0], grad_pos: Array.from(grad.dataSync()).filter((_, k) => k % 2 === 0) }
    })
  },
}

export default [family] satisfies readonly GoldenFamily[]
