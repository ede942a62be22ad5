/** Thinkless compute_policy_loss, compute_grpo_outcome_advantage (aa225d2). */
import {
  estimateOf,
  flag,
  type GoldenFamily,
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
  ignored: { epsilon: 'keeps a deviation from zero, and these cases divide by none' },
  notRun: ({ outputs }) =>
    outputs.pg_loss === 'NaN'
      ? 'the original gives NaN when no response has a second token; here that term is 0'
      : undefined,
  run: ({ inputs, params }) => {
    if (inputs.scores !== undefined) {
      const reward = vector(inputs.scores)
      const given = { mask: reward.map(() => [1]), reward }
      const epsilon = number(params.epsilon)
      // With a deviation it is GRPO’s advantage, which the method can be combined with.
      const values = flag(params.std_normalizer)
        ? settings('grpo', 'verl-b178a3c', { epsilon })
        : settings('degrpo', 'none', {})
      const id = flag(params.std_normalizer) ? 'grpo' : 'degrpo'
      return { advantage: estimateOf(id, values, given).advantage }
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
