/** Thinkless compute_policy_loss, compute_grpo_outcome_advantage (aa225d2). */
import {
  estimateOf,
  fixed,
  type GoldenFamily,
  idle,
  lossOf,
  maskedMean,
  matrix,
  number,
  settings,
  vector,
} from '../golden/harness.ts'
import { marks } from '../golden/verl-loss.ts'

const loss: GoldenFamily = {
  file: 'objective/degrpo-loss',
  notRun: ({ outputs }) =>
    outputs.pg_loss === 'NaN'
      ? 'the original gives NaN when no response has a second token; here that term is 0'
      : undefined,
  run: ({ inputs, params }) => {
    if (inputs.scores !== undefined) {
      fixed('std_normalizer', params.std_normalizer, false)
      // Without a deviation there is nothing to keep from zero.
      idle(params.epsilon)
      const reward = vector(inputs.scores)
      const given = { mask: reward.map(() => [1]), reward }
      return { advantage: estimateOf('degrpo', settings('degrpo', 'none', {}), given).advantage }
    }
    const mask = matrix(inputs.eos_mask)
    const clip = number(params.cliprange)
    // Without a weight of its own the first token is one of many: a mean over tokens.
    const plain = params.thinkless_alpha === null
    const id = plain ? 'bnpo' : 'degrpo'
    const values = settings(id, 'none', {
      clipLow: clip,
      clipHigh: clip,
      dualClip: 0,
      ...(!plain && { controlWeight: number(params.thinkless_alpha) }),
    })
    const logp = matrix(inputs.log_prob)
    const oldLogp = matrix(inputs.old_log_prob)
    const got = lossOf(id, values, { mask, columns: { logp, oldLogp, credit: matrix(inputs.advantages) } })
    return {
      pg_loss: got.loss,
      grad_log_prob: got.gradient.logp,
      pg_clipfrac: maskedMean(mask, marks(got, mask, ['clippedLow', 'clippedHigh'])),
      ppo_kl: maskedMean(
        mask,
        logp.map((row, i) => row.map((x, t) => oldLogp[i]![t]! - x)),
      ),
    }
  },
}

export default [loss] satisfies readonly GoldenFamily[]
