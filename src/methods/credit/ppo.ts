import type { Tensor2D } from '@tensorflow/tfjs-core'
import { whitenTokens } from '../../core/batch.ts'
import { tokenRewards } from '../../core/episode.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { gae, gaeParams } from '../../core/formulas/credit.ts'
import {
  clipParams,
  clippedFormula,
  clippedValueError,
  tokenSurrogate,
  valueParams,
} from '../../core/formulas/surrogate.ts'
import { credit, defineMethod, objective, regulariser } from '../../core/method.ts'

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
    V_t: { is: 'oldValue', text: 'value head before token t' },
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
    'Here the value head shares the network and the gradient clip with the policy, so its loss slows the policy down; verl and TRL train a network of its own. Compare the default on fork-tokens, level prompted, with a value coefficient of 0.1, as TRL has it, and of 0, which trains no critic.',
  ],
  versusGrpo: 'A learned value per token takes the place of the group’s mean reward.',
  tasks: ['modular-arithmetic', 'fork-tokens'],
  shipped: ['verl', 'nemo-rl', 'openrlhf', 'slime', 'skyrl', 'roll', 'areal', 'trinity'],
  slots: {
    credit: credit({
      needs: ['oldValue'],
      writes: ['returns'],
      params: gaeParams,
      compute: (batch, { whiten, ...settings }) => {
        const { advantage, delta, returns } = gae(batch, tokenRewards(batch), settings)
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
      compute: tokenSurrogate,
    }),
    regulariser: regulariser({
      needs: ['value', 'oldValue', 'returns'],
      params: valueParams,
      active: ({ valueCoefficient }) => valueCoefficient !== 0,
      compute: (tf, { now, oldValue, returns }, { valueCoefficient, valueClip }) => {
        const { error, clippedValue } = clippedValueError(tf, now.value, oldValue, returns, valueClip)
        return { term: tf.mul<Tensor2D>(error, valueCoefficient), explain: { clippedValue } }
      },
    }),
  },
})
