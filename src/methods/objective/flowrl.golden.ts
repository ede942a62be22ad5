/** FlowRL compute_flowrl_objective (decbc57); verl-recipe compute_flowrl (48ea0a7). */
import { flowrlOriginals, originalOf } from '../golden/by-name.ts'
import { type GoldenFamily, lossOf, matrix, number, settings, vector } from '../golden/harness.ts'

const loss: GoldenFamily = {
  file: 'objective/flowrl-loss',
  ignored: { clip_ratio: 'the original multiplies by the weight from before its clamp; the port does not clamp' },
  run: c => {
    const { inputs, params } = c
    const beta = number(params.beta)
    const mask = matrix(inputs.response_mask)
    const values = settings('flowrl', originalOf(c, flowrlOriginals), { flowBeta: beta, flowZ: 'zero' })
    // A normaliser enters as the advantage does, divided by -beta.
    const logZ = vector(inputs.log_z)
    const advantage = matrix(inputs.advantages).map((row, i) => row[0]! - logZ[i]! / beta)
    const columns = {
      logp: matrix(inputs.log_prob),
      oldLogp: matrix(inputs.old_log_prob),
      refLogp: matrix(inputs.ref_log_prob),
    }
    const got = lossOf('flowrl', values, { mask, advantage, columns })
    return {
      loss: got.loss,
      grad_log_prob: got.gradient.logp,
      // log Z and the mean log-probability stand side by side in the residual.
      grad_log_z: got.gradient.logp!.map(row => row.reduce((total, g) => total + g, 0)),
      importance_weight: got.explain.ratio!.flat(),
    }
  },
}

export default [loss] satisfies readonly GoldenFamily[]
