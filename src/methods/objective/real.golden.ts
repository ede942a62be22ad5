/** ms-swift GRPOTrainer._compute_loss_and_metrics, loss_type "real" (3602360). */
import { type GoldenFamily, lossOf, matrix, number, settings } from '../golden/harness.ts'

export default [
  {
    file: 'trainers/real',
    run: ({ inputs, params }) => {
      const mask = matrix(inputs.response_mask)
      const each = number(params.num_generations)
      const values = settings('real', 'ms-swift', {
        sharpness: number(params.real_tau),
        klCoefficient: number(params.beta),
        klEstimator: 'k3-clipped',
      })
      const columns = {
        logp: matrix(inputs.log_prob),
        oldLogp: matrix(inputs.old_log_prob),
        credit: matrix(inputs.advantages),
        ...(inputs.ref_log_prob !== undefined && { refLogp: matrix(inputs.ref_log_prob) }),
      }
      const got = lossOf('real', values, { mask, group: mask.map((_, i) => Math.floor(i / each)), columns })
      return { loss: got.loss, grad_log_prob: got.gradient.logp }
    },
  },
] satisfies readonly GoldenFamily[]
