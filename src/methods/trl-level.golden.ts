/** TRL GRPOTrainer._compute_loss (1.16.0) with one ratio per response, and with the KL term times the ratio. */
import type { ParamValues } from '../core/params.ts'
import { trlTokens } from './golden/given.ts'
import {
  flag,
  type GoldenCase,
  type GoldenFamily,
  idle,
  lossOf,
  matrix,
  meaning,
  number,
  settings,
} from './golden/harness.ts'

interface Chosen {
  readonly id: string
  readonly values: ParamValues
}

/**
 * TRL caps the ratio at delta before it clips, whatever the sign of the credit. So of delta and the upper clip the smaller
 * bounds good tokens, and the larger bad ones.
 */
function clipsOf(given: GoldenCase['params']): ParamValues {
  const [clipLow, clipHigh] = [number(given.epsilon_low), number(given.epsilon_high)]
  if (given.delta === undefined || given.delta === null) return { clipLow, clipHigh, dualClip: 0 }
  const delta = number(given.delta)
  return { clipLow, clipHigh: Math.min(clipHigh, delta - 1), dualClip: Math.max(delta, 1 + clipHigh) }
}

const reductionOf = (type: unknown) =>
  meaning(type, { dapo: 'token-mean', bnpo: 'token-mean', grpo: 'seq-mean-token-mean' })

function chosen(given: GoldenCase['params']): Chosen {
  const ratioLevel = meaning(given.importance_sampling_level, { token: 'token', sequence: 'response' } as const)
  switch (given.loss_type) {
    case 'cispo':
      // The cap is absolute, and nothing bounds the ratio from below: epsilon_low is not read.
      idle(given.epsilon_low)
      return { id: 'trl-cispo', values: { ratioLevel, ratioCap: number(given.epsilon_high) } }
    case 'sapo': {
      // Its gate takes the place of both clips.
      idle(given.epsilon_low, given.epsilon_high)
      const [tauPositive, tauNegative] = [given.sapo_temperature_pos, given.sapo_temperature_neg].map(number)
      return { id: 'sapo', values: { ratioLevel, tauPositive: tauPositive!, tauNegative: tauNegative! } }
    }
    default: {
      const values = { ...clipsOf(given), aggregation: reductionOf(given.loss_type) }
      return { id: ratioLevel === 'response' ? 'gspo-trl' : 'grpo', values }
    }
  }
}

function run({ inputs, params }: GoldenCase) {
  if (params.num_items_in_batch !== undefined) trlTokens(params.num_items_in_batch)
  const { id, values } = chosen(params)
  const refLogp = inputs.ref_log_prob === undefined ? undefined : matrix(inputs.ref_log_prob)
  const all = settings(id, 'trl', {
    ...values,
    klCoefficient: number(params.beta ?? 0),
    klTimesRatio: flag(params.use_bias_correction_kl ?? false) ? 'on' : 'off',
  })
  const columns = {
    logp: matrix(inputs.log_prob),
    oldLogp: matrix(inputs.old_log_prob),
    credit: matrix(inputs.advantages),
    ...(refLogp && { refLogp }),
  }
  const got = lossOf(id, all, { mask: matrix(inputs.response_mask), columns })
  return { loss: got.loss, grad_log_prob: got.gradient.logp }
}

export default [{ file: 'trainers/trl-sequence-level', run }] satisfies readonly GoldenFamily[]
