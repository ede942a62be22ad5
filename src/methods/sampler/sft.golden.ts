/** Trinity-RFT sft_loss.SFTLossFn, chord_policy_loss.SFTISLossFn and SFTPhiLossFn (0.6.0); TRL SFTTrainer, dft (1.16.0). */
import type { ParamValues } from '../../core/params.ts'
import { type GoldenCase, type GoldenFamily, lossOf, matrix, number, settings, text } from '../golden/harness.ts'

const ids: Readonly<Record<string, string>> = { sft: 'sft', sft_is: 'dft', sft_phi: 'sft-phi' }

/** TRL’s own mean is the only one that its dft has. */
function aggregationOf({ params }: GoldenCase): string {
  if (params.loss_type === undefined) return text(params.loss_agg_mode)
  if (params.loss_type !== 'dft' || params.aggregation !== 'token-mean, at least 1')
    throw new Error(`no loss ${params.loss_type} with ${params.aggregation}`)
  return 'token-mean'
}

function run(c: GoldenCase) {
  const { inputs, params } = c
  const id = params.loss_type === undefined ? ids[text(params.kind)]! : 'dft'
  const cutoff: ParamValues = params.cutoff_prob === undefined ? {} : { cutoff: number(params.cutoff_prob) }
  const values = settings(id, 'trinity', { aggregation: aggregationOf(c), ...cutoff })
  const mask = matrix(inputs.response_mask)
  const got = lossOf(id, values, { mask, columns: { logp: matrix(inputs.log_prob), credit: mask } })
  return { loss: got.loss, grad_log_prob: got.gradient.logp }
}

export default [{ file: 'trainers/sft-is', run }] satisfies readonly GoldenFamily[]
