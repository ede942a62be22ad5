/** SPA-RL: contributions of turns that add up to the final reward. */
import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core'
import { type Batch, groupMembers, type With } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { carriedOut, spreadTurns, turnSums } from '../../core/formulas/turns.ts'
import { mean } from '../../core/math.ts'
import type { Lesson, RewardResult, Teacher, Tf } from '../../core/method.ts'
import { choice, number, type Values } from '../../core/params.ts'

export const spaParams = {
  turnValues: choice({
    label: 'Turns are paid',
    options: ['progress', 'outcome'],
    default: 'progress',
    paper: 'progress',
    meaning: {
      progress: 'what the model says each contributes',
      outcome: 'all alike, the outcome less the siblings’ mean, as the released data script does',
    },
  }),
  groundingWeight: number({
    label: 'Reward of acting w',
    default: 0,
    paper: 0.5,
    min: 0,
    max: 5,
    note: 'For each turn that the world could carry out.',
  }),
}

/** [n] a reward less the mean of its siblings'; undiminished where there are none. */
function aboveSiblings(batch: Batch): Float32Array {
  const result = Float32Array.from(batch.reward)
  for (const members of groupMembers(batch)) {
    for (const i of members) {
      const others = members.filter(other => other !== i).map(other => batch.reward[other]!)
      if (others.length > 0) result[i] = batch.reward[i]! - mean(others)
    }
  }
  return result
}

/** Pay at the last token of each turn; the outcome itself is what the contributions stand for. */
export function payProgress(
  batch: With<'progress' | 'stateKey'>,
  { turnValues, groundingWeight }: Values<typeof spaParams>,
): RewardResult {
  const { rollout, end } = batch.turns ?? { rollout: new Int32Array(), end: new Int32Array() }
  const above = aboveSiblings(batch)
  const value = turnValues === 'progress' ? turnSums(batch, batch.progress) : Float32Array.from(rollout, i => above[i]!)
  const acted = carriedOut(batch)
  const tokenReward = new Float32Array(batch.token.length)
  const pay = value.map((own, turn) => own + groundingWeight * acted[turn]!)
  for (const [turn, at] of end.entries()) tokenReward[at - 1] = pay[turn]!
  return {
    reward: batch.reward,
    tokenReward,
    explain: tokenColumns({
      turnPaid: spreadTurns(batch, pay),
      turnValue: spreadTurns(batch, value),
      carriedOut: spreadTurns(batch, acted),
    }),
  }
}

/** Every scored response, wanted: its reward. */
export const lessonsOf = (batch: Batch, { problems }: Teacher): readonly Lesson[] =>
  Array.from(batch.reward).flatMap((wanted, i) => {
    if (Number.isNaN(wanted)) return []
    const tokens = Array.from(batch.token.subarray(batch.tokenStart[i], batch.tokenStart[i + 1]))
    return [{ problem: problems[batch.group[i]!]!, tokens, wanted }]
  })

/** Mean squared error of the sums. */
export const progressLoss = (tf: Tf, score: Tensor1D, wanted: Tensor1D): Scalar =>
  tf.mean<Scalar>(tf.square(tf.sub(score, wanted)))
