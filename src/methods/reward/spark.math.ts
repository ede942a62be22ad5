/** Responses as exercises for a judge (arXiv 2509.22624). */
import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core'
import { groupMembers, type With } from '../../core/batch.ts'
import type { Lesson, Teacher, Tf } from '../../core/method.ts'

export interface Recycled {
  /** Right and wrong ones by turns, as many of each: the first of a group. */
  readonly pairs: readonly (readonly [right: number, wrong: number])[]
  /** The first wrong one, which somebody could be asked to mend. */
  readonly toMend: readonly number[]
}

/** What a group of responses with these rewards can be made into; places in the group. */
export function recycled(rewards: readonly number[]): Recycled {
  const places = [...rewards.keys()]
  const [right, wrong] = [places.filter(i => rewards[i]! > 0), places.filter(i => !(rewards[i]! > 0))]
  const count = Math.min(right.length, wrong.length)
  return {
    pairs: right.slice(0, count).map((place, k) => [place, wrong[k]!] as const),
    toMend: wrong.slice(0, 1),
  }
}

/** Per group its pairs, right and wrong by turns. */
export const lessonsOf = (batch: With<'correct'>, { problems }: Pick<Teacher, 'problems'>): readonly Lesson[] =>
  groupMembers(batch).flatMap((members, group) => {
    const { pairs } = recycled(members.map(i => batch.correct[i]!))
    return pairs.flat().map(place => {
      const i = members[place]!
      const tokens = Array.from(batch.token.subarray(batch.tokenStart[i], batch.tokenStart[i + 1]))
      return { problem: problems[group]!, tokens }
    })
  })

/**
 * Mean over pairs of both exercises: each response by itself is to be called right or wrong, and the right one to be
 * preferred. `score` [2 pairs], right and wrong by turns.
 */
export function judgeLoss(tf: Tf, score: Tensor1D): Scalar {
  const [right, wrong] = tf.split(tf.reshape(score, [score.size / 2, 2]), 2, 1)
  const single = tf.add(tf.softplus(tf.neg(right!)), tf.softplus(wrong!))
  return tf.mean<Scalar>(tf.add(single, tf.softplus(tf.sub(wrong!, right!))))
}
