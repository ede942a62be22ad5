/** ms-swift rl_core/advantage.py compute_sdar_loss (3602360). */
import { type GoldenFamily, lossOf, matrix, number, settings, text } from '../golden/harness.ts'

export default [
  {
    file: 'trainers/sdar',
    notCompared: { metrics: 'logged metrics' },
    run: ({ inputs, params }) => {
      const values = settings('sdar', 'ms-swift', {
        sdarWeight: 1,
        gateSharpness: number(params.gate_beta),
        aggregation: text(params.loss_agg_mode),
      })
      const mask = matrix(inputs.response_mask)
      const [logp, teacherLogp] = [matrix(inputs.log_prob), matrix(inputs.teacher_log_prob)]
      const columns = { logp, oldLogp: logp, teacherLogp, credit: mask.map(row => row.map(() => 0)) }
      const got = lossOf('sdar', values, { mask, columns })
      return { loss: got.loss, grad_log_prob: got.gradient.logp }
    },
  },
] satisfies readonly GoldenFamily[]
