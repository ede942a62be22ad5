/** Derived: thoughts are runs of steps of one label; assumed weighting +(1 - acc), -acc. */
import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, number, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const thoughts: GoldenFamily = {
  file: 'credit/tp-grpo',
  run: ({ inputs, params }) => {
    const labels = vector(inputs.step_correct)
    const lengths = vector(inputs.step_lengths)
    // Nine empty siblings bring the group to its accuracy.
    const right = Math.round(10 * number(inputs.group_accuracy))
    const final = number(inputs.final_correct)
    const reward = [final, ...Array.from({ length: 9 }, (_, k) => (k < right - final ? 1 : 0))]
    const judged = lengths.flatMap((length, k) =>
      Array.from({ length }, (_, t) => (t < length - 1 ? Number.NaN : 2 * labels[k]! - 1)),
    )
    const mask = reward.map((_, i) => judged.map(() => (i === 0 ? 1 : 0)))
    const batch = batchOf({ mask, reward, columns: { processReward: reward.map(() => judged) } })
    const values = settings('tp-grpo', 'none', { thoughtScale: number(params.scale) })
    const got = estimate(resolveMethod('tp-grpo'), values, { ...batch, correct: Float32Array.from(reward) }, context)
    const at = lengths.map((_, k) => lengths.slice(0, k).reduce((total, length) => total + length, 0))
    const perStep = at.map(t => got.explain.thoughtReward!.values[t]!)
    const thought = at.map(t => got.explain.thought!.values[t]!)
    const ids = [...new Set(thought)]
    return {
      thoughts: ids.map(id => [thought.indexOf(id), thought.lastIndexOf(id), labels[thought.indexOf(id)]]),
      thought_reward: ids.map(id => perStep[thought.indexOf(id)]),
      step_reward: perStep,
    }
  },
}

export default [thoughts] satisfies readonly GoldenFamily[]
