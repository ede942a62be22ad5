/** RL-PLUS compute_token_on_off_policy_loss, compute_grpo_outcome_advantage_split (eb4aa4d). */
import {
  estimateOf,
  fixed,
  flag,
  type GoldenFamily,
  list,
  lossOf,
  matrix,
  meaning,
  number,
  settings,
  vector,
} from '../golden/harness.ts'

const metric = 'a logged metric'

const hybrid: GoldenFamily = {
  file: 'objective/rl-plus-loss',
  ignored: { clip_upper_bound: 'no token of these cases has a ratio between the two edges and is praised' },
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
      const names = list(inputs.index).map(String)
      const group = names.map(name => names.indexOf(name))
      const external = vector(inputs.on_policy).map(own => [1 - own])
      const values = settings('rl-plus', 'none', {
        statistics: 'own',
        divideBySpread: flag(params.use_std) ? 'on' : 'off',
        spreadEpsilon: number(params.epsilon),
      })
      const given = { mask: external.map(() => [1]), group, reward: vector(inputs.scores), columns: { external } }
      return { advantage: estimateOf('rl-plus', values, given).advantage }
    }
    const surest = number(params.all_max_clip ?? 1)
    const summed = flag(params.loss_remove_token_mean)
    // Ours keeps left-out tokens in a mean over tokens.
    if (surest < 1) fixed('loss_remove_token_mean beside all_max_clip', summed, true)
    const cliprange = number(params.cliprange)
    const values = settings('rl-plus', 'none', {
      ownClip: flag(params.loss_remove_clip) ? 0 : cliprange,
      surest,
      ownMost: number(params.clip_upper_bound),
      shownWeight: meaning(params.off_policy_strategy, { 'RL-PLUS': 'reshaped', no_reshape: 'plain' }),
      shownMost: number(params.off_max_clip ?? 0),
      shownLeast: number(params.off_min_clip ?? 0),
      ...(summed ? { normRows: 'one' } : { aggregation: 'token-mean' }),
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
