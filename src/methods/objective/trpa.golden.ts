/** TRPA core_algos.compute_pairwise_policy_loss, kl_penalty (f372585). */

import { type KlEstimator, klEstimate } from '../../core/formulas/kl.ts'
import { tf } from '../../tensor/tf.ts'
import { type GoldenFamily, lossOf, matrix, meaning, number, settings, vector } from '../golden/harness.ts'

const estimators: Record<string, KlEstimator> = {
  kl: 'k1',
  abs: 'abs',
  mse: 'k2',
  low_var_kl: 'k3-clipped',
}

const loss: GoldenFamily = {
  file: 'objective/trpa-loss',
  notCompared: {
    log_delta: 'a logged metric',
    h_high: 'a logged metric',
    h_low: 'a logged metric',
  },
  run: ({ inputs, params }) => {
    if (params.kl_penalty !== undefined) {
      const [logp, refLogp] = [tf.tensor2d(matrix(inputs.logprob)), tf.tensor2d(matrix(inputs.ref_logprob))]
      return { kl: klEstimate(tf, meaning(params.kl_penalty, estimators), logp, refLogp).arraySync() }
    }
    const values = settings('trpa', 'none', {
      trpaBeta: number(params.beta),
      anisotropy: number(params.anisotropy),
      trustWeight: 0,
    })
    const got = lossOf('trpa', values, {
      mask: matrix(inputs.eos_mask),
      group: vector(inputs.id_tensor),
      advantage: vector(inputs.preference_levels).map(level => (level === 1 ? 1 : 1 - level)),
      columns: { logp: matrix(inputs.log_prob), refLogp: matrix(inputs.ref_log_prob) },
    })
    return { loss: got.loss, grad_log_prob: got.gradient.logp }
  },
}

export default [loss] satisfies readonly GoldenFamily[]
