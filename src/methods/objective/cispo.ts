import type { Tensor2D } from '@tensorflow/tfjs-core'
import { clipParams, detach, ratioOf } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { indicator } from '../../core/rows.ts'

/** Golden: verl core_algos.compute_policy_loss_cispo (b178a3c). */
export default defineMethod({
  id: 'cispo',
  title: 'CISPO',
  paper: { title: 'MiniMax-M1: scaling test-time compute with lightning attention', id: '2506.13585', year: 2025 },
  idea: 'Clip the importance weight, not the update: the clipped ratio is a constant in front of the token’s log-probability, so every token keeps a gradient.',
  formula: String.raw`\mathcal L_t = -\operatorname{sg}[w_t]\, \hat A_t \log\pi_\theta(y_t), \quad w_t = \operatorname{clip}(\rho_t, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}})`,
  symbols: {
    w_t: { is: 'weight', text: 'clipped ratio, without gradient' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'its log-probability' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'lowest weight is 1 minus this' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'largest weight is 1 plus this' },
  },
  claim:
    'Rare tokens that open a new path get large ratios first, and PPO’s clip silences them. Here the share of tokens without gradient stays 0: run four inner epochs on fork-tokens beside GRPO and compare the clipped share. The paper’s speed-up over DAPO is not reproduced here.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The loss contains the log-probability itself: its value says nothing.',
    'TRL’s epsilon_high is an absolute cap on the ratio, without a floor: see trl-cispo.',
    'verl takes the actor’s 0.2 unless told otherwise; the paper leaves the lower side open (1) and tunes the upper.',
  ],
  versusGrpo: 'Clipped tokens keep a bounded gradient instead of none.',
  tasks: ['fork-tokens', 'modular-arithmetic'],
  shipped: ['verl', 'nemo-rl', 'slime', 'skyrl', 'open-instruct', 'ms-swift', 'tinker', 'roll', 'trinity'],
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    objective: objective({
      params: {
        clipLow: { ...clipParams.clipLow, paper: 1, note: 'The weight is at least 1 - ε; 1 leaves it free.' },
        clipHigh: { ...clipParams.clipHigh, note: 'The weight is at most 1 + ε.' },
        logRatioLimit: clipParams.logRatioLimit,
      },
      compute: (tf, { now, oldLogp, credit, mask }, { clipLow, clipHigh, logRatioLimit }) => {
        const ratio = ratioOf(tf, now.logp, oldLogp, logRatioLimit)
        const weight = detach(tf, tf.clipByValue<Tensor2D>(ratio, 1 - clipLow, 1 + clipHigh))
        const capped = tf.mul<Tensor2D>(indicator(tf, tf.notEqual(ratio, weight)), mask)
        return { loss: tf.neg(tf.mul<Tensor2D>(tf.mul(weight, credit), now.logp)), explain: { ratio, weight, capped } }
      },
    }),
  },
})
