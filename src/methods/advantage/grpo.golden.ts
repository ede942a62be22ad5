/** verl compute_grpo_outcome_advantage (b178a3c); TRL GRPOTrainer (f2cd577). */
import type { ParamValues } from '../../core/params.ts'
import {
  estimateOf,
  type GoldenFamily,
  lossOf,
  maskedMean,
  matrix,
  meanOver,
  number,
  rowSums,
  settings,
  text,
  vector,
} from '../golden/harness.ts'
import { consecutiveGroups, weightedRewards } from '../golden/trl.ts'

const verlAdvantage: GoldenFamily = {
  file: 'core/verl-adv-grpo',
  run: ({ inputs, params }) => {
    const id = params.norm_adv_by_std_in_grpo === true ? 'grpo' : 'dr-grpo'
    const given = {
      mask: matrix(inputs.response_mask),
      group: vector(inputs.index),
      reward: rowSums(matrix(inputs.token_level_rewards)),
    }
    const { credit } = estimateOf(id, settings(id, 'verl', {}), given)
    return { advantages: credit, returns: credit }
  },
}

const scaledBy: Record<string, string> = { group: 'grpo', batch: 'grpo-batch-std', none: 'dr-grpo' }

const trlAdvantage: GoldenFamily = {
  file: 'core/trl-grpo-advantages',
  notRun: ({ params }) => {
    return params.multi_objective_aggregation === 'normalize_then_sum' ? 'waits for: method gdpo' : undefined
  },
  notCompared: {
    std_rewards: 'a logged metric: TRL reports the group’s deviation also where nothing is divided by it',
    is_std_zero: 'a logged metric, derived from std_rewards',
    frac_reward_zero_std: 'a logged metric, derived from std_rewards',
  },
  run: c => {
    const reward = weightedRewards(c)
    const id = scaledBy[text(c.params.scale_rewards)]!
    const given = { mask: reward.map(() => [1]), group: consecutiveGroups(c, reward.length), reward }
    return { advantages: estimateOf(id, settings(id, 'trl', {}), given).advantage }
  },
}

const lossTypes: Record<string, { readonly id: string; readonly params: ParamValues }> = {
  grpo: { id: 'grpo', params: { aggregation: 'seq-mean-token-mean' } },
  bnpo: { id: 'grpo', params: { aggregation: 'token-mean' } },
  dapo: { id: 'dapo', params: {} },
  dr_grpo: { id: 'dr-grpo', params: {} },
}

const trlLoss: GoldenFamily = {
  file: 'core/trl-grpo-loss',
  notRun: ({ params }) => {
    const type = text(params.loss_type)
    if (!(type in lossTypes)) return `waits for: method ${type}`
    if (params.importance_sampling_level !== 'token') return 'waits for: method gspo'
    if (params.use_bias_correction_kl === true) return 'TRL’s KL times the ratio is not offered'
    if ('top_entropy_quantile' in params) return 'waits for: method high-entropy-token-mask'
    if ('off_policy_mask_threshold' in params) return 'waits for: method off-policy-sequence-mask'
    return params.use_adaptive_entropy === true ? 'waits for: adaptive entropy coefficient' : undefined
  },
  notCompared: { 'metrics.entropy_coef': 'an echo of the parameter' },
  run: ({ inputs, params }) => {
    const completion = matrix(inputs.completion_mask)
    const tool = inputs.tool_mask === undefined ? completion : matrix(inputs.tool_mask)
    const mask = completion.map((row, i) => row.map((kept, t) => kept * tool[i]![t]!))
    const { id, params: own } = lossTypes[text(params.loss_type)]!
    const entropy = matrix(inputs.entropies)
    const logp = matrix(inputs.per_token_logps)
    const refLogp = params.beta === 0 ? undefined : matrix(inputs.ref_per_token_logps)
    const columns = { logp, oldLogp: matrix(inputs.old_per_token_logps), entropy, ...(refLogp && { refLogp }) }
    const values = settings(id, 'trl', {
      ...own,
      clipLow: number(params.epsilon_low),
      clipHigh: number(params.epsilon_high),
      klCoefficient: number(params.beta),
      dualClip: number(params.delta ?? 0),
      entropyCoefficient: number(params.entropy_coef ?? 0),
    })
    const tokens = inputs.num_items_in_batch
    const given = { mask, advantage: vector(inputs.advantages), columns }
    const options = {
      maxResponse: number(params.max_completion_length),
      ...(tokens !== undefined && { whole: { tokens: number(tokens), rollouts: mask.length } }),
    }
    const got = lossOf(id, values, given, options)
    const low = got.explain.clippedLow!
    const high = got.explain.clippedHigh!
    const share = (marks: number[][]) => mask.map((row, i) => meanOver(row, marks[i]!))
    const k3 = refLogp?.map((row, i) => row.map((x, t) => Math.exp(x - logp[i]![t]!) - (x - logp[i]![t]!) - 1))
    return {
      loss: got.loss,
      grad_per_token_logps: got.gradient.logp,
      grad_entropies: got.gradient.entropy,
      metrics: {
        entropy: maskedMean(mask, entropy),
        policy_loss: lossOf(id, { ...values, entropyCoefficient: 0 }, given, options).loss,
        ...(k3 && { kl: maskedMean(mask, k3) }),
        'clip_ratio/low_mean': maskedMean(mask, low),
        'clip_ratio/high_mean': maskedMean(mask, high),
        'clip_ratio/region_mean': maskedMean(mask, low) + maskedMean(mask, high),
        'clip_ratio/low_min': Math.min(...share(low)),
        'clip_ratio/high_max': Math.max(...share(high)),
      },
    }
  },
}

export default [verlAdvantage, trlAdvantage, trlLoss] satisfies readonly GoldenFamily[]
