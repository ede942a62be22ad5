import type { Tensor2D } from '@tensorflow/tfjs-core'
import { tokenRewards, whitenTokens } from '../../core/batch.ts'
import { gae } from '../../core/credit.ts'
import { tokenColumns } from '../../core/explain.ts'
import { credit, defineMethod, objective, regulariser } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { clipParams, clippedFormula, clippedSurrogate, ratioOf } from '../../core/surrogate.ts'

/** Golden: verl compute_gae_advantage_return, compute_policy_loss_vanilla, compute_value_loss (b178a3c). */
export default defineMethod({
  id: 'ppo',
  title: 'PPO with a critic',
  paper: { title: 'Proximal policy optimization algorithms', id: '1707.06347', year: 2017 },
  idea: 'A value head predicts the reward from every prefix; a token earns credit when the prediction rises, and no update may move its probability far.',
  formula: String.raw`\hat A_t = \sum_{l \ge 0} (\gamma\lambda)^l \delta_{t+l}, \qquad \delta_t = r_t + \gamma V_{t+1} - V_t`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t, whitened over the batch' },
    '\\delta_t': { is: 'delta', text: 'surprise: how much better the future looks after token t' },
    r_t: { is: 'tokenReward', text: 'reward paid at token t: the verifier’s, at the last token' },
    V_t: { is: 'value', text: 'value head before token t' },
    '\\gamma': { is: 'gamma', text: 'discount per token' },
    '\\lambda': { is: 'lambda', text: 'how far surprises reach back' },
  },
  claim:
    'Once the critic has learned, credit concentrates on the tokens that decided the outcome; with λ = 1 it is the reward minus the prediction, spread over the rest of the response.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Whitening runs over all tokens of the batch: long responses weigh more, and an all-correct batch still trains.',
    'verl keeps a dual clip at 3 on negative credit; TRL has none unless its delta is set.',
    'At the start of a run the value head knows nothing, so its credit is noise with λ < 1.',
  ],
  versusGrpo: 'A learned value per token takes the place of the group’s mean reward.',
  tasks: ['modular-arithmetic', 'fork-tokens', 'key-door'],
  slots: {
    credit: credit({
      needs: ['value'],
      params: {
        gamma: number({ label: 'Discount γ', default: 1, paper: 0.99, trl: 1, verl: 1, min: 0, max: 1 }),
        lambda: number({ label: 'GAE λ', default: 0.95, paper: 0.95, trl: 0.95, verl: 1, min: 0, max: 1 }),
        whiten: choice({
          label: 'Whiten credit',
          options: ['tokens', 'off'],
          default: 'tokens',
          trl: 'tokens',
          verl: 'tokens',
          meaning: { tokens: 'mean 0, deviation 1 over all tokens of the batch', off: 'leave as it is' },
        }),
      },
      compute: (batch, { gamma, lambda, whiten }) => {
        const { advantage, delta, returns } = gae(batch, tokenRewards(batch), batch.value, gamma, lambda)
        return {
          credit: whiten === 'tokens' ? whitenTokens(batch, advantage) : advantage,
          returns,
          explain: tokenColumns({ delta }),
        }
      },
    }),
    objective: objective({
      params: clipParams,
      formula: clippedFormula,
      compute: (tf, { logp, oldLogp, credit }, params) =>
        clippedSurrogate(tf, ratioOf(tf, logp, oldLogp, params.logRatioLimit), credit, params),
    }),
    regulariser: regulariser({
      needs: ['value', 'oldValue', 'returns'],
      params: {
        valueCoefficient: number({
          label: 'Value loss weight',
          default: 1,
          paper: 1,
          trl: 0.1,
          verl: 1,
          min: 0,
          max: 10,
        }),
        valueClip: number({
          label: 'Value clip',
          default: 0.5,
          trl: 0.2,
          verl: 0.5,
          min: 0,
          max: 10,
          note: '0 is off.',
        }),
      },
      active: ({ valueCoefficient }) => valueCoefficient !== 0,
      compute: (tf, { value, oldValue, returns }, { valueCoefficient, valueClip }) => {
        const near = tf.add(oldValue, tf.clipByValue(tf.sub(value, oldValue), -valueClip, valueClip))
        const plain = tf.square(tf.sub(value, returns))
        const worse = valueClip === 0 ? plain : tf.maximum(plain, tf.square(tf.sub(near, returns)))
        return tf.mul<Tensor2D>(worse, 0.5 * valueCoefficient)
      },
    }),
  },
})
