/** verl compute_gae_advantage_return, compute_policy_loss_vanilla, compute_value_loss (b178a3c). */
import {
  estimateOf,
  type GoldenFamily,
  keepSide,
  lossOf,
  maskedMean,
  matrix,
  number,
  rowSums,
  settings,
  text,
} from '../golden/harness.ts'

const gae: GoldenFamily = {
  file: 'core/verl-adv-gae',
  onlyWhere: { advantages: 'response_mask', returns: 'response_mask' },
  run: ({ inputs, params }) => {
    const tokenReward = matrix(inputs.token_level_rewards)
    const given = {
      mask: matrix(inputs.response_mask),
      reward: rowSums(tokenReward),
      columns: { tokenReward, oldValue: matrix(inputs.values) },
    }
    const values = settings('ppo', 'verl-b178a3c', { gamma: number(params.gamma), lambda: number(params.lam) })
    const { credit, returns } = estimateOf('ppo', values, given)
    return { advantages: credit, advantages_masked: credit, returns }
  },
}

const policyLoss: GoldenFamily = {
  file: 'core/verl-loss-vanilla-ppo',
  run: ({ inputs, params }) => {
    const mask = matrix(inputs.response_mask)
    const oldLogp = matrix(inputs.old_log_prob)
    const edges = [1 - number(params.clip_ratio_low), 1 + number(params.clip_ratio_high), number(params.clip_ratio_c)]
    const logp = keepSide(matrix(inputs.log_prob), oldLogp, edges)
    const credit = matrix(inputs.advantages)
    const weights = inputs.rollout_is_weights === undefined ? undefined : matrix(inputs.rollout_is_weights)
    // A weight w is the ratio to a sampler whose log-probability was lower by ln w.
    const samplerLogp = weights?.map((row, i) => row.map((w, t) => oldLogp[i]![t]! - Math.log(w)))
    const values = settings('ppo', 'verl-b178a3c', {
      clipLow: number(params.clip_ratio_low),
      clipHigh: number(params.clip_ratio_high),
      dualClip: number(params.clip_ratio_c),
      aggregation: text(params.loss_agg_mode),
      valueCoefficient: 0,
      ...(weights && { samplerCorrection: 'token', samplerCap: 100 }),
    })
    const columns = { logp, oldLogp, credit, ...(samplerLogp && { samplerLogp }) }
    const got = lossOf('ppo', values, { mask, columns })
    const { clippedLow, clippedHigh, clippedDual } = got.explain
    const clipped = clippedLow!.map((row, i) => row.map((mark, t) => mark + clippedHigh![i]![t]!))
    const drift = logp.map((row, i) => row.map((x, t) => Math.max(-20, Math.min(20, oldLogp[i]![t]! - x))))
    return {
      loss: got.loss,
      grad_log_prob: got.gradient.logp,
      metrics: {
        'actor/pg_clipfrac': maskedMean(mask, clipped),
        'actor/ppo_kl': maskedMean(mask, drift),
        'actor/pg_clipfrac_lower': maskedMean(mask, clippedDual!),
      },
    }
  },
}

const valueLoss: GoldenFamily = {
  file: 'core/verl-value-loss',
  notCompared: { vf_clipfrac: 'the share of clipped values is not reported' },
  run: ({ inputs, params }) => {
    const mask = matrix(inputs.response_mask)
    const zero = mask.map(row => row.map(() => 0))
    const values = settings('ppo', 'verl-b178a3c', {
      valueClip: number(params.cliprange_value),
      aggregation: text(params.loss_agg_mode),
    })
    const columns = { logp: zero, credit: zero, oldValue: matrix(inputs.values), returns: matrix(inputs.returns) }
    const got = lossOf('ppo', values, { mask, columns }, { now: { value: matrix(inputs.vpreds) } })
    return { vf_loss: got.loss, grad_vpreds: got.gradient.value }
  },
}

export default [gae, policyLoss, valueLoss] satisfies readonly GoldenFamily[]
