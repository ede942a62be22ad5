/** TRL RLOOTrainer._generate_and_score_completions (f2cd577). */
import { estimate } from '../estimate.ts'
import { batchOf, context, flag, type GoldenFamily, matrix, number, settings, vector } from '../golden/harness.ts'
import { consecutiveGroups, weightedRewards } from '../golden/trl.ts'
import { resolveMethod } from '../index.ts'

const trlAdvantage: GoldenFamily = {
  file: 'core/trl-rloo-advantages',
  run: c => {
    const { inputs, params } = c
    const reward = weightedRewards(c)
    const still = reward.map(() => [0])
    const batch = batchOf({
      mask: inputs.completion_mask === undefined ? reward.map(() => [1]) : matrix(inputs.completion_mask),
      group: consecutiveGroups(c, reward.length),
      reward,
      columns: {
        oldLogp: inputs.old_per_token_logps === undefined ? still : matrix(inputs.old_per_token_logps),
        refLogp: inputs.ref_per_token_logps === undefined ? still : matrix(inputs.ref_per_token_logps),
      },
    })
    const range = params.reward_clip_range === null ? undefined : vector(params.reward_clip_range)
    const values = settings('trl-rloo', 'trl-f2cd577', {
      whitenBatch: flag(params.normalize_advantages) ? 'on' : 'off',
      rewardKl: number(params.beta),
      ...(range && { rewardRange: 'own', rewardLow: range[0]!, rewardClip: range[1]! }),
    })
    const got = estimate(resolveMethod('trl-rloo'), values, batch, context)
    return { advantages: [...got.batch.advantage], rewards_after_penalty: [...got.batch.reward] }
  },
}

export default [trlAdvantage] satisfies readonly GoldenFamily[]
