import type { Tensor2D } from '@tensorflow/tfjs-core'
import { anchorLogp, anchorNeeds, anchorParam } from '../../core/formulas/probability-region.ts'
import { clipParams, detach, ratioOf } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { indicator } from '../../core/rows.ts'
import { cutInto } from '../../core/trainings.ts'

/**
 * Golden: verl core_algos.compute_policy_loss_cispo (b178a3c), SkyRL ppo_utils.compute_policy_loss_cispo (a956457),
 * open-instruct grpo_utils.compute_grpo_loss (e6c3044).
 */
export default defineMethod({
  id: 'cispo',
  title: 'CISPO',
  paper: { title: 'MiniMax-M1: scaling test-time compute with lightning attention', id: '2506.13585', year: 2025 },
  idea: 'Clip the importance weight, not the update: the clipped ratio is a constant in front of the token’s log-probability, so every token keeps a gradient.',
  formula: String.raw`\mathcal L_t = -\operatorname{sg}[w_t]\, \hat A_t \log\pi_\theta(y_t), \quad w_t = \operatorname{clip}(\rho_t, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}})`,
  symbols: {
    w_t: { is: 'weight', text: 'clipped ratio, without gradient' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over that under the policy it is measured against' },
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
    'Every trainer has other bounds: verl the actor’s 0.2 and 0.2, ROLL 0.1 and 0.1, SkyRL 1 (open) and 4, open-instruct and Trinity an open lower side and 0.272 or 0.28. The paper leaves the lower side open and tunes the upper.',
    'SkyRL can measure from the sampler, which corrects for staleness at once: a correction for the sampler on top would count it twice.',
  ],
  versusGrpo: 'Clipped tokens keep a bounded gradient instead of none.',
  tasks: ['fork-tokens', 'modular-arithmetic'],
  shipped: ['verl', 'nemo-rl', 'slime', 'skyrl', 'open-instruct', 'ms-swift', 'tinker', 'roll', 'trinity'],
  training: cutInto(16),
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    objective: objective({
      params: {
        clipLow: {
          ...clipParams.clipLow,
          paper: 1,
          by: { skyrl: 1, 'open-instruct': 1, roll: 0.1, trinity: 1 },
          note: 'The weight is at least 1 - ε; 1 leaves it free.',
        },
        clipHigh: {
          ...clipParams.clipHigh,
          by: { skyrl: 4, 'open-instruct': 0.272, roll: 0.1, trinity: 0.28 },
          note: 'The weight is at most 1 + ε.',
        },
        logRatioLimit: { ...clipParams.logRatioLimit, by: { skyrl: 20, 'open-instruct': 0 } },
        anchor: { ...anchorParam, default: 'start', paper: 'start', verl: 'start', by: { skyrl: 'start' } },
      },
      also: anchorNeeds,
      compute: (tf, tensors, { clipLow, clipHigh, logRatioLimit, anchor }) => {
        const { now, credit, mask } = tensors
        const ratio = ratioOf(tf, now.logp, anchorLogp(tensors, anchor), logRatioLimit)
        const weight = detach(tf, tf.clipByValue<Tensor2D>(ratio, 1 - clipLow, 1 + clipHigh))
        const capped = tf.mul<Tensor2D>(indicator(tf, tf.notEqual(ratio, weight)), mask)
        return { loss: tf.neg(tf.mul<Tensor2D>(tf.mul(weight, credit), now.logp)), explain: { ratio, weight, capped } }
      },
    }),
  },
})
