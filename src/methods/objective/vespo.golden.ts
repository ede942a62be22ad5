/** TRL GRPOTrainer.get_gamma_weights (f2cd577). */
import { type GoldenFamily, lossOf, matrix, number, settings, vector } from '../golden/harness.ts'

const weights: GoldenFamily = {
  file: 'core/trl-vespo-gamma-weights',
  run: ({ inputs, params }) => {
    const logp = matrix(inputs.log_ratio_per_token)
    const oldLogp = logp.map(row => row.map(() => 0))
    const values = settings('vespo', 'trl-f2cd577', {
      kPositive: number(params.k_pos),
      lambdaPositive: number(params.lambda_pos),
      kNegative: number(params.k_neg),
      lambdaNegative: number(params.lambda_neg),
    })
    const given = { mask: matrix(inputs.mask), advantage: vector(inputs.advantages), columns: { logp, oldLogp } }
    return { phi_seq: lossOf('vespo', values, given).explain.weight!.flat() }
  },
}

export default [weights] satisfies readonly GoldenFamily[]
