/** jwhj/OREO pcl_trainer: loss (value), dro_loss (policy), single_step_loss (6f7403b). */
import { fixed, flag, type GoldenFamily, lossOf, matrix, number, settings, vector } from '../golden/harness.ts'

/** Tokens per step, where all steps but the last are alike: ours has no others. */
function stepLength(row: readonly number[]): number {
  const second = row.indexOf(1, row.indexOf(1) + 1)
  const length = second < 0 ? row.length : second - row.indexOf(1)
  fixed('steps of one length', row.join(), row.map((_, t) => (t % length === 0 ? 1 : 0)).join())
  return length
}

const consistency: GoldenFamily = {
  file: 'credit/oreo',
  run: ({ inputs, params }) => {
    const states = matrix(inputs.state_masks).map(row => row.slice(0, -1))
    const steps = flag(params.step_level)
    const mask = steps ? states.map(row => row.map(() => 1)) : states
    const lengths = steps ? states.map(stepLength) : [4]
    fixed('steps of one length', new Set(lengths).size, 1)
    const columns = {
      logp: matrix(inputs.logps),
      refLogp: matrix(inputs.reference_logps),
      oldValue: matrix(inputs.values),
      credit: mask.map(row => row.map(() => 0)),
    }
    const of = (oreoPolicyWeight: number, oreoValueWeight: number, oreoForm = steps ? 'step' : 'token') => {
      const own = {
        oreoBeta: number(params.beta),
        oreoForm,
        stepTokens: lengths[0]!,
        oreoPolicyWeight,
        oreoValueWeight,
      }
      return lossOf('oreo', settings('oreo', 'none', own), { mask, reward: vector(inputs.reward), columns })
    }
    const policy = of(1, 0)
    return {
      value_loss: of(0, 1).loss,
      policy_dro_loss: policy.loss,
      dro_grad_wrt_logps: policy.gradient.logp,
      value_residual: policy.explain.residual,
      ...(!steps && { single_step_loss: of(1, 0, 'single step').loss }),
    }
  },
}

export default [consistency] satisfies readonly GoldenFamily[]
