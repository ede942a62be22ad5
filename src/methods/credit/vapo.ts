import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { lengths, whitenTokens } from '../../core/batch.ts'
import { tokenRewards } from '../../core/episode.ts'
import { rolloutColumns, tokenColumns } from '../../core/estimator.ts'
import { gae } from '../../core/formulas/credit.ts'
import { clippedValueError, valueParams } from '../../core/formulas/surrogate.ts'
import { credit, defineMethod, regulariser, type Tf } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { indicator } from '../../core/rows.ts'
import { lambdaOfLength, vapoParams } from './vapo.math.ts'

/** Golden: NeMo-RL GeneralizedAdvantageEstimator, positive_example_nll_weight of ClippedPGLossFn (7ea279a). */
export default defineMethod({
  id: 'vapo',
  title: 'VAPO',
  paper: {
    title: 'VAPO: efficient and reliable reinforcement learning for advanced reasoning tasks',
    id: '2504.05118',
    year: 2025,
  },
  idea: 'PPO’s critic made fit for long answers: the critic learns from whole returns, the policy’s λ grows with the length of the response, and correct responses are imitated besides.',
  formula: String.raw`\hat A_t = \sum_{k \ge 0} (\gamma\lambda_i)^k \delta_{t+k}, \qquad \lambda_i = \max\Bigl(0,\ 1 - \frac{1}{\alpha\, T_i}\Bigr)`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t, whitened over the batch' },
    '\\delta_{t+k}': { is: 'delta', text: 'surprise: how much better the future looks after a token' },
    '\\gamma': { is: 'gamma', text: 'discount per token' },
    '\\lambda_i': { is: 'lambdaPolicy', text: 'how far surprises reach back in response i, from 0 to 1' },
    '\\alpha': { is: 'lengthAlpha', text: 'how fast λ grows with the length; 0 takes the fixed λ' },
    T_i: { is: 'length', text: 'tokens of response i' },
  },
  claim:
    'With one λ either short responses get noisy credit or in long ones the reward never reaches the first token: compare credit at the first token of short and long responses. The critic’s own λ of 1 keeps its targets free of its own errors: watch the value loss.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The paper’s α of 0.05 is for thousands of tokens: below 20 tokens λ is 0 and credit is the surprise of one token. Here 0.5 is the default.',
    'The imitation term has its own denominator, the tokens of correct responses, whatever averages the policy’s loss; in NeMo-RL any reward above 0 is correct, 0.2 too.',
    'The paper also trains the critic alone at first and draws many responses to each problem; neither is part of the method here.',
  ],
  versusGrpo: 'A learned value per token, a λ that depends on the length, and imitation of correct responses.',
  tasks: ['length-budget', 'fork-tokens', 'modular-arithmetic'],
  shipped: ['nemo-rl'],
  defaults: { dualClip: 0 },
  conventions: { paper: { clipHigh: 0.28 } },
  slots: {
    credit: credit({
      needs: ['oldValue'],
      writes: ['returns'],
      params: vapoParams,
      compute: (batch, { whiten, lambda, lengthAlpha, lambdaValue, ...settings }) => {
        const [rewards, length] = [tokenRewards(batch), lengths(batch)]
        const lambdaPolicy = length.map(l => (lengthAlpha > 0 ? lambdaOfLength(lengthAlpha, l) : lambda))
        const { advantage, delta } = gae(batch, rewards, { ...settings, lambda: lambdaPolicy })
        const { returns } = gae(batch, rewards, { ...settings, lambda: lambdaValue })
        return {
          credit: whiten === 'tokens' ? whitenTokens(batch, advantage) : advantage,
          returns,
          explain: {
            ...tokenColumns({ delta }),
            ...rolloutColumns(['lambdaPolicy', 'length'], { lambdaPolicy, length }),
          },
        }
      },
    }),
    objective: 'ppo',
    regulariser: regulariser({
      needs: ['value', 'oldValue', 'returns', 'reward'],
      params: {
        ...valueParams,
        imitation: number({
          label: 'Imitation of correct responses',
          default: 0.1,
          paper: 0.1,
          min: 0,
          max: 10,
          note: 'Weight of their mean negative log-probability per token.',
        }),
      },
      active: ({ valueCoefficient, imitation }) => valueCoefficient !== 0 || imitation !== 0,
      compute: (
        tf,
        { now, oldValue, returns, reward, mask, length, whole },
        { valueCoefficient, valueClip, imitation },
      ) => {
        const { error, clippedValue } = clippedValueError(tf, now.value, oldValue, returns, valueClip)
        const right = tf.mul<Tensor2D>(indicator(tf, tf.greater(reward, 0)), mask)
        const term = tf.add<Scalar>(
          tf.mul(meanOver(tf, error, mask), valueCoefficient),
          tf.mul(meanOver(tf, tf.neg(now.logp), right), imitation),
        )
        // Of an update that also counts what nothing could score, these rows are only a share.
        const share = whole ? tf.div(tf.sum(length), whole.tokens) : 1
        return { term: tf.mul<Scalar>(term, share), explain: { clippedValue } }
      },
    }),
  },
})

/** Mean over the tokens of this mask; 0 where there are none. */
const meanOver = (tf: Tf, perToken: Tensor2D, mask: Tensor2D): Scalar =>
  tf.div(tf.sum(tf.mul(perToken, mask)), tf.maximum(tf.sum(mask), 1))
