/** jwhj/OREO pcl_trainer: loss (value), dro_loss (policy), token level (6f7403b). */
import { fixed, type GoldenFamily, lossOf, matrix, number, settings, vector } from '../golden/harness.ts'

const consistency: GoldenFamily = {
  file: 'credit/oreo',
  notCompared: {
    single_step_loss: 'a variant that the released scripts do not select: V_t - V_{t+1} + beta * log-ratio - r',
  },
  run: ({ inputs, params }) => {
    fixed('step_level', params.step_level, false)
    const mask = matrix(inputs.state_masks).map(row => row.slice(0, -1))
    const credit = mask.map(row => row.map(() => 0))
    const columns = {
      logp: matrix(inputs.logps),
      refLogp: matrix(inputs.reference_logps),
      oldValue: matrix(inputs.values),
      credit,
    }
    const of = (oreoPolicyWeight: number, oreoValueWeight: number) =>
      lossOf('oreo', settings('oreo', 'none', { oreoBeta: number(params.beta), oreoPolicyWeight, oreoValueWeight }), {
        mask,
        reward: vector(inputs.reward),
        columns,
      })
    const policy = of(1, 0)
    return {
      value_loss: of(0, 1).loss,
      policy_dro_loss: policy.loss,
      dro_grad_wrt_logps: policy.gradient.logp,
      value_residual: policy.explain.residual,
    }
  },
}

export default [consistency] satisfies readonly GoldenFamily[]
