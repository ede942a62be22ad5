/** verl compute_grpo_outcome_advantage (b178a3c); TRL GRPOTrainer (f2cd577). */
import {
  estimateOf,
  flag,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  rowSums,
  settings,
  vector,
} from '../golden/harness.ts'
import { partWeights } from '../golden/parts.ts'
import { consecutiveGroups, weightedRewards } from '../golden/trl.ts'
import { decoupled } from './gdpo.golden.ts'

const verlAdvantage: GoldenFamily = {
  file: 'core/verl-adv-grpo',
  run: ({ inputs, params }) => {
    const divided = flag(params.norm_adv_by_std_in_grpo)
    const id = divided ? 'grpo' : 'dr-grpo'
    const epsilon = number(params.epsilon ?? 1e-6)
    const given = {
      mask: matrix(inputs.response_mask),
      group: vector(inputs.index),
      reward: rowSums(matrix(inputs.token_level_rewards)),
    }
    const { credit } = estimateOf(id, settings(id, 'verl-b178a3c', divided ? { epsilon } : {}), given)
    return { advantages: credit, returns: credit }
  },
}

const scaledBy: Record<string, string> = { group: 'grpo', batch: 'grpo-batch-std', none: 'dr-grpo' }

/** GDPO, which sees the reward functions one by one. */
function byKind(c: GoldenCase): number[] {
  const table = matrix(c.inputs.rewards_per_func)
  const given = { mask: table.map(() => [1]), group: consecutiveGroups(c, table.length), reward: weightedRewards(c) }
  const values = settings('gdpo', 'trl-f2cd577', partWeights(vector(c.params.reward_weights)))
  return [...decoupled(given, table, values).batch.advantage]
}

const trlAdvantage: GoldenFamily = {
  file: 'core/trl-grpo-advantages',
  notCompared: {
    std_rewards: 'a logged metric: TRL reports the group’s deviation also where nothing is divided by it',
    is_std_zero: 'a logged metric, derived from std_rewards',
    frac_reward_zero_std: 'a logged metric, derived from std_rewards',
  },
  run: c => {
    const apart = meaning(c.params.multi_objective_aggregation, { normalize_then_sum: true, sum_then_normalize: false })
    if (apart) return { advantages: byKind(c) }
    const reward = weightedRewards(c)
    const id = meaning(c.params.scale_rewards, scaledBy)
    const given = { mask: reward.map(() => [1]), group: consecutiveGroups(c, reward.length), reward }
    return { advantages: estimateOf(id, settings(id, 'trl-f2cd577', {}), given).advantage }
  },
}

export default [verlAdvantage, trlAdvantage] satisfies readonly GoldenFamily[]
