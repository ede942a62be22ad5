/** A reward model that is taught what right answers are by pairs: one that the rule accepts, and the same one spoilt. */
import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core'
import { groupMembers, type With } from '../../core/batch.ts'
import type { Lesson, Teacher, Tf } from '../../core/method.ts'
import { type Draw, drawInteger } from '../../core/rng.ts'

/** How often another token is tried before a pair is given up. */
const tries = 16

/** A right response with one token changed so that it is wrong; undefined where none was found. */
export function spoilt(right: Lesson, { isRight, tokens }: Teacher, draw: Draw): Lesson | undefined {
  for (let attempt = 0; attempt < tries; attempt++) {
    const at = drawInteger(draw, right.tokens.length)
    const other = tokens[drawInteger(draw, tokens.length)]!
    const lesson = { ...right, tokens: right.tokens.map((token, t) => (t === at ? other : token)) }
    if (!isRight(lesson)) return lesson
  }
  return undefined
}

/** Per group with a right response: the first of them and a spoilt copy, one after the other. */
export function pairsOf(batch: With<'correct'>, teacher: Teacher, draw: Draw): readonly Lesson[] {
  return groupMembers(batch).flatMap((members, group) => {
    const best = members.find(i => batch.correct[i] === 1)
    if (best === undefined) return []
    const tokens = Array.from(batch.token.subarray(batch.tokenStart[best], batch.tokenStart[best + 1]))
    const right = { problem: teacher.problems[group]!, tokens }
    const wrong = spoilt(right, teacher, draw)
    return wrong ? [right, wrong] : []
  })
}

/** Mean of -log sigmoid(right - wrong); `score` [2 pairs], right and wrong by turns. */
export function pairLoss(tf: Tf, score: Tensor1D): Scalar {
  const [right, wrong] = tf.split(tf.reshape(score, [score.size / 2, 2]), 2, 1)
  return tf.mean<Scalar>(tf.softplus(tf.sub(wrong!, right!)))
}
