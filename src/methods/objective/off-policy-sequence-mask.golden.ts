/** TRL GRPOTrainer.get_off_policy_mask (f2cd577). */
import { type GoldenFamily, lossOf, matrix, number, settings, vector } from '../golden/harness.ts'

const kept: GoldenFamily = {
  file: 'core/trl-off-policy-sequence-mask',
  run: ({ inputs, params }) => {
    const id = 'off-policy-sequence-mask'
    const columns = {
      logp: matrix(inputs.per_token_logps),
      samplerLogp: matrix(inputs.sampling_per_token_logps),
    }
    const values = settings(id, 'trl-f2cd577', { divergenceLimit: number(params.off_policy_threshold) })
    const got = lossOf(id, values, { mask: matrix(inputs.mask), advantage: vector(inputs.advantages), columns })
    return { keep: got.explain.kept!.flat() }
  },
}

export default [kept] satisfies readonly GoldenFamily[]
