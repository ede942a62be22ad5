/** LOOP phi_agents/rl/train.py, _compute_adv_estimates, _ppo_loss, _surrogate_loss (6ade7b9). */
import {
  estimateOf,
  flag,
  type GoldenFamily,
  lossOf,
  matrix,
  meaning,
  number,
  settings,
  vector,
} from '../golden/harness.ts'

const loop: GoldenFamily = {
  file: 'credit/loop',
  notCompared: { clip_min: 'an echo of the parameter', clip_max: 'an echo of the parameter' },
  run: ({ inputs, params }) => {
    const scenarios = matrix(inputs.returns_per_scenario)
    const reward = scenarios.flat()
    const group = scenarios.flatMap((returns, s) => returns.map(() => s))
    const values = settings('loop', 'paper', {
      baselineOver: meaning(params.baseline, { leave_none_out: 'all', leave_one_out: 'others' }),
      divideBy: flag(params.adv_normalization) ? 'deviation' : 'nothing',
      bandOfRatio: number(params.ppo_epsilon),
      loopClip: flag(params.do_ppo_clipping) ? 'on' : 'off',
      ratioOver: meaning(params.loss_type, { pg_per_trajectory: 'response', pg_per_token: 'token' }),
    })
    const { advantage } = estimateOf('loop', values, { mask: reward.map(() => [1]), group, reward })
    const logp = [vector(inputs.new_logprobs)]
    const columns = { logp, oldLogp: [vector(inputs.old_logprobs)] }
    const used = [advantage[number(params.rollout_used_for_loss)]!]
    const { loss, gradient } = lossOf('loop', values, {
      mask: logp.map(row => row.map(() => 1)),
      advantage: used,
      columns,
    })
    return { advantages: advantage, loss, grad_wrt_new_logprobs: gradient.logp![0] }
  },
}

export default [loop] satisfies readonly GoldenFamily[]
