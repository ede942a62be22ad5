import type { Tensor2D } from '@tensorflow/tfjs-core'
import { clipParams, detach, ratioOf } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { indicator } from '../../core/rows.ts'

/** Golden: SkyRL ppo_utils.rollout_is_policy_loss (a956457). */
export default defineMethod({
  id: 'rollout-is',
  title: 'Rollout importance sampling',
  paper: {
    title: 'Every step evolves: scaling reinforcement learning for trillion-scale thinking model',
    id: '2510.18855',
    year: 2025,
  },
  idea: 'Weigh each token by its probability now over that with which it was drawn, and leave it out where the two are too far apart: no log-probabilities of a policy in between are needed.',
  formula: String.raw`\mathcal L_t = -\operatorname{sg}[w_t]\, \hat A_t \log\pi_\theta(y_t), \quad w_t = \rho_t\, \mathbb 1[1-\varepsilon_{\text{low}} < \rho_t < 1+\varepsilon_{\text{high}}]`,
  symbols: {
    w_t: { is: 'weight', text: 'ratio of token t, or 0 out of bounds; without gradient' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over that with which the sampler drew it' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'its log-probability' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'weights are above 1 minus this' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'weights are below 1 plus this' },
  },
  claim:
    'The Ring team’s IcePop drops tokens on whose probability sampler and trainer disagree; SkyRL’s loss does so with the policy now. One ratio corrects for a stale sampler and for several updates at once, and the pass that recomputes old log-probabilities is saved. Here: let the sampler be renewed rarely. GRPO’s ratio stays 1 however stale the sample is, and this one does not: compare the share of dropped tokens.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Both bounds are open: with ε = 0 even a token at ratio 1 is dropped.',
    'The bounds act on both sides whatever the sign of the credit: a token on its way back to the sampler is dropped too. PPO’s clip spares it.',
    'A correction for the sampler on top counts the staleness twice.',
    'SkyRL says that zeroing instead of capping changes only the loss value; for CISPO’s capped weights the gradient differs too.',
  ],
  versusGrpo: 'The ratio is taken against the sampler, is a constant weight, and drops tokens out of bounds.',
  tasks: ['modular-arithmetic', 'fork-tokens'],
  shipped: ['skyrl'],
  training: {
    because: 'a stale sampler: with a fresh one and one update per batch every ratio is 1',
    params: { samplerEvery: 20 },
  },
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    objective: objective({
      needs: ['samplerLogp'],
      params: {
        clipLow: {
          ...clipParams.clipLow,
          by: { skyrl: 0.2 },
          note: 'Tokens whose ratio is not above 1 - ε are dropped.',
        },
        clipHigh: {
          ...clipParams.clipHigh,
          by: { skyrl: 0.2 },
          note: 'Tokens whose ratio is not below 1 + ε are dropped.',
        },
        logRatioLimit: { ...clipParams.logRatioLimit, by: { skyrl: 20 } },
      },
      compute: (tf, { now, samplerLogp, credit }, { clipLow, clipHigh, logRatioLimit }) => {
        const ratio = ratioOf(tf, now.logp, samplerLogp, logRatioLimit)
        const clippedLow = indicator(tf, tf.lessEqual(ratio, 1 - clipLow))
        const clippedHigh = indicator(tf, tf.greaterEqual(ratio, 1 + clipHigh))
        const kept = tf.sub<Tensor2D>(1, tf.maximum(clippedLow, clippedHigh))
        const weight = detach(tf, tf.mul<Tensor2D>(ratio, kept))
        const loss = tf.neg(tf.mul<Tensor2D>(tf.mul(weight, credit), now.logp))
        return { loss, explain: { ratio, weight, clippedLow, clippedHigh } }
      },
    }),
  },
})
