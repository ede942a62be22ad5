/** PRIME-RL/TTRL test_time_train_metrics (3e2cc93). */
import { batchOf, context, type GoldenFamily, settings, text, texts } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const family: GoldenFamily = {
  file: 'data/ttrl-majority',
  run: ({ inputs }) => {
    const answer = texts(inputs.answers)
    const truth = text(inputs.ground_truth)
    const [method, params] = [resolveMethod('ttrl-majority'), settings('ttrl-majority', 'none', {})]
    const correct = Float32Array.from(answer, own => (own === truth ? 1 : 0))
    const batch = { ...batchOf({ mask: answer.map(() => [1]) }), answer, correct }
    const { reward } = method.reward!.part.compute('golden', batch, params, context)
    const { metrics } = method.probe!.part.compute('golden', { ...batch, reward }, params, context)
    return {
      rewards: [...reward],
      metrics: {
        label_accuracy: metrics.labelAccuracy,
        reward_accuracy: metrics.rewardAccuracy,
        majority_ratio: metrics.majorityShare,
        ground_truth_ratio: metrics.trueShare,
        majority_voting_reward: reward.reduce((total, r) => total + r, 0) / reward.length,
        [`pass@${answer.length}`]: Math.max(...correct),
      },
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
