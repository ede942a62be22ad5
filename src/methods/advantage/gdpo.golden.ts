/** TRL _generate_and_score_completions of both trainers (1.16.0); verl (0.9.1) and NeMo-RL (7ea279a), GDPO. */
import type { Convention, ParamValues } from '../../core/params.ts'
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  estimateOf,
  flag,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  type Padded,
  padded,
  record,
  settings,
  texts,
  vector,
} from '../golden/harness.ts'
import { namedParts, partWeights, tableOf } from '../golden/parts.ts'
import { consecutiveGroups, weightedRewards } from '../golden/trl.ts'
import { resolveMethod } from '../index.ts'

/** Rewards by kind, one row per response, and their weights. */
export function decoupled(given: Padded, table: number[][], values: ParamValues) {
  const batch = { ...batchOf(given), rewardParts: namedParts(table) }
  return estimate(resolveMethod('gdpo'), values, batch, context)
}

const scaledBy: Record<string, string> = { group: 'grpo', batch: 'grpo-batch-std', none: 'dr-grpo' }

function ofTrl(c: GoldenCase): number[] {
  const table = matrix(c.inputs.rewards_per_func)
  const given = { mask: table.map(() => [1]), group: consecutiveGroups(c, table.length) }
  // Only TRL's RLOO puts a KL term into the reward.
  if (c.params.beta !== undefined) return ofRloo(c, given)
  const reward = weightedRewards(c)
  if (c.params.multi_objective_aggregation === 'normalize_then_sum') {
    const values = settings('gdpo', 'trl', partWeights(vector(c.params.reward_weights)))
    return [...decoupled({ ...given, reward }, table, values).batch.advantage]
  }
  const id = meaning(c.params.scale_rewards, scaledBy)
  return estimateOf(id, settings(id, 'trl', {}), { ...given, reward }).advantage
}

function ofRloo(c: GoldenCase, given: Padded): number[] {
  const { inputs, params } = c
  const still = given.mask.map(() => [0])
  const range = params.reward_clip_range === undefined ? undefined : vector(params.reward_clip_range)
  const values = settings('trl-rloo', 'trl', {
    rewardKl: number(params.beta),
    whitenBatch: params.normalize_advantages !== undefined && flag(params.normalize_advantages) ? 'on' : 'off',
    ...(range && { rewardRange: 'own', rewardLow: range[0]!, rewardClip: range[1]! }),
  })
  const reward = weightedRewards(c)
  const of = (logps: unknown) => (logps === undefined ? still : matrix(logps))
  const columns = { oldLogp: of(inputs.old_per_token_logps), refLogp: of(inputs.ref_per_token_logps) }
  const mask = inputs.completion_mask === undefined ? given.mask : matrix(inputs.completion_mask)
  return estimateOf('trl-rloo', values, { ...given, mask, reward, columns }).advantage
}

const trlWeights: GoldenFamily = { file: 'trainers/trl-reward-weights', run: c => ({ advantages: ofTrl(c) }) }

/** A family of cases with `reward_components`: what both trainers make of them, per token. */
const components = (
  file: string,
  convention: Convention,
  weights: string,
  more: (params: GoldenCase['params']) => ParamValues,
  keys: (c: GoldenCase) => string[],
): GoldenFamily => ({
  file,
  ignored: {
    note: 'a remark about precision and about where a reward stands: ours is one number per response',
    order: 'a remark: components go by their names, here as there',
  },
  notRun: ({ outputs }) =>
    'error' in outputs ? 'the original refuses a batch with one token; it gets 0 here' : undefined,
  run: c => {
    const { inputs, params } = c
    const mask = matrix(inputs.response_mask)
    const parts = record(inputs.reward_components)
    const table = tableOf(keys(c).map(key => vector(parts[key])))
    const own = params[weights] === null ? keys(c).map(() => 1) : vector(params[weights])
    const values = settings('gdpo', convention, { ...partWeights(own), ...more(params) })
    const reward = table.map(row => row.reduce((total, value) => total + value, 0))
    const { batch } = decoupled({ mask, group: vector(inputs.index), reward }, table, values)
    return { advantages: padded(batch, batch.credit, mask[0]!.length) }
  },
})

const verl = components(
  'trainers/gdpo-verl',
  'verl',
  'gdpo_reward_weights',
  params => ({
    epsilon: number(params.epsilon),
    partSpread: flag(params.norm_adv_by_std_in_grpo) ? 'divided' : 'centred',
  }),
  ({ params }) => texts(params.gdpo_reward_keys),
)

const nemo = components(
  'trainers/gdpo-nemo',
  'nemo-rl',
  'reward_weights',
  params => ({
    baselineOver: flag(params.use_leave_one_out_baseline) ? 'others' : 'all',
    spreadOver: flag(params.use_leave_one_out_baseline) ? 'others' : 'all',
    partSpread: flag(params.normalize_rewards) ? 'divided' : 'centred',
  }),
  ({ inputs }) => Object.keys(record(inputs.reward_components)).sort(),
)

export default [trlWeights, verl, nemo] satisfies readonly GoldenFamily[]
