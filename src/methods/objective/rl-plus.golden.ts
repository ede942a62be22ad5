/** RL-PLUS compute_token_on_off_policy_loss, compute_grpo_outcome_advantage_split (eb4aa4d). */
import {
  estimateOf,
  fixed,
  flag,
  type GoldenFamily,
  list,
  lossOf,
  matrix,
  number,
  settings,
  vector,
} from '../golden/harness.ts'

const metric = 'a logged metric'

const hybrid: GoldenFamily = {
  file: 'objective/rl-plus-loss',
  notRun: ({ params }) => {
    if (params.off_policy_strategy === 'no_reshape')
      return 'an ablation of the released code that its scripts do not select'
    return 'all_max_clip' in params ? 'an option of the released code that its scripts do not set' : undefined
  },
  notCompared: {
    off_pg_loss: metric,
    on_pg_loss: metric,
    off_pg_clipfrac: metric,
    on_pg_clipfrac: metric,
    ppo_kl: metric,
    off_policy_prob: metric,
    on_policy_prob: metric,
    off_ratio_mean: metric,
    off_ratio_max_clip_frac: metric,
    off_ratio_min_clip_frac: metric,
  },
  run: ({ inputs, params }) => {
    if (inputs.scores !== undefined) {
      fixed('epsilon', params.epsilon, 1e-6)
      fixed('number of questions', new Set(list(inputs.index)).size, 1)
      const external = vector(inputs.on_policy).map(own => [1 - own])
      const values = settings('rl-plus', 'none', {
        statistics: 'own',
        divideBySpread: flag(params.use_std) ? 'on' : 'off',
      })
      const given = { mask: external.map(() => [1]), reward: vector(inputs.scores), columns: { external } }
      return { advantage: estimateOf('rl-plus', values, given).advantage }
    }
    fixed('off_policy_strategy', params.off_policy_strategy, 'RL-PLUS')
    fixed('clip_upper_bound', params.clip_upper_bound, 1)
    const cliprange = number(params.cliprange)
    const values = settings('rl-plus', 'none', {
      ownClip: flag(params.loss_remove_clip) ? 0 : cliprange,
      ...(flag(params.loss_remove_token_mean) ? { normRows: 'one' } : { aggregation: 'token-mean' }),
    })
    const columns = {
      logp: matrix(inputs.log_prob),
      oldLogp: matrix(inputs.old_log_prob),
      credit: matrix(inputs.advantages),
      external: matrix(inputs.prefix_mask),
    }
    const got = lossOf('rl-plus', values, { mask: matrix(inputs.eos_mask), columns })
    return { pg_loss: got.loss, grad_log_prob: got.gradient.logp }
  },
}

export default [hybrid] satisfies readonly GoldenFamily[]
