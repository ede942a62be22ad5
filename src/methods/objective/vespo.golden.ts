/** TRL GRPOTrainer.get_gamma_weights (f2cd577), _compute_loss (1.16.0). */
import { fixed, type GoldenFamily, lossOf, matrix, meaning, number, settings, vector } from '../golden/harness.ts'

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

/** TRL's vllm_importance_sampling_mode. */
const modes = {
  token_truncate: { samplerCorrection: 'token', samplerEffect: 'cap' },
  token_mask: { samplerCorrection: 'token', samplerEffect: 'zero' },
  sequence_truncate: { samplerCorrection: 'sequence', samplerEffect: 'cap' },
  sequence_mask: { samplerCorrection: 'sequence', samplerEffect: 'zero' },
} as const

const orOff = (value: unknown): number => (value === null || value === undefined ? 0 : number(value))

/** TRL GRPOTrainer._compute_loss (1.16.0) with weights for vLLM. */
const withSampler: GoldenFamily = {
  file: 'trainers/trl-vespo-sampler',
  ignored: { note: 'words about the original' },
  run: ({ inputs, params }) => {
    fixed('loss_type', params.loss_type, 'vespo')
    const values = settings('vespo', 'trl', {
      kPositive: number(params.vespo_k_pos),
      lambdaPositive: number(params.vespo_lambda_pos),
      kNegative: number(params.vespo_k_neg),
      lambdaNegative: number(params.vespo_lambda_neg),
      ...meaning(params.vllm_importance_sampling_mode, modes),
      samplerCap: orOff(params.vllm_importance_sampling_clip_max),
      samplerFloor: orOff(params.vllm_importance_sampling_clip_min),
    })
    const columns = {
      logp: matrix(inputs.log_prob),
      oldLogp: matrix(inputs.old_log_prob),
      samplerLogp: matrix(inputs.rollout_log_prob),
      credit: matrix(inputs.advantages),
    }
    const got = lossOf('vespo', values, { mask: matrix(inputs.response_mask), columns })
    return { loss: got.loss, grad_log_prob: got.gradient.logp }
  },
}

export default [weights, withSampler] satisfies readonly GoldenFamily[]
