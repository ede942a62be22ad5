import type { Tensor2D } from '@tensorflow/tfjs-core'
import { anchorNeeds, moveOf, regionLoss, regionParams } from '../../core/formulas/probability-region.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'

const delta = (label: string, note: string) =>
  number({
    label,
    default: 0.2,
    verl: 0.2,
    by: { skyrl: 0.2, 'prime-rl': 0.2, 'trl-f2cd577': 0.15 },
    min: 0,
    max: 1,
    note,
  })

/** Golden: verl (0.9.1), SkyRL (a956457), prime-rl (559b447), TRL (23eedc6); see core/formulas/probability-region.ts. */
export default defineMethod({
  id: 'dppo-tv',
  title: 'DPPO, total variation',
  paper: { title: 'Rethinking the trust region in LLM reinforcement learning', id: '2602.04879', year: 2026 },
  idea: 'Bound how much probability a token may gain or lose, not its ratio: a rare token may grow fivefold, which moves next to nothing, and a common one may not lose a third.',
  formula: String.raw`\mathcal L_t = -m_t\, \operatorname{sg}[\min(\rho_t, c)]\, \hat A_t \log\pi_\theta(y_t) + k \log^2\rho_t, \quad m_t = \begin{cases} \mathbb 1[p_t - q_t \le \delta_{\text{high}}] & \hat A_t > 0\\ \mathbb 1[q_t - p_t \le \delta_{\text{low}}] & \text{else}\end{cases}`,
  symbols: {
    m_t: { is: 'kept', text: '1 inside the region, 0 for a token that has left it on the side it is pushed to' },
    p_t: { is: 'probability', text: 'probability of token t now' },
    q_t: { is: 'anchorProbability', text: 'its probability under the policy that moves are measured against' },
    '\\rho_t': { is: 'ratio', text: 'the one over the other' },
    c: { is: 'ratioCap', text: 'largest weight' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'its log-probability' },
    '\\delta_{\\text{high}}': { is: 'gainLimit', text: 'how much probability it may gain' },
    '\\delta_{\\text{low}}': { is: 'lossLimit', text: 'how much it may lose' },
    k: { is: 'pullBack', text: 'weight of the squared log-ratio (prime-rl)' },
  },
  claim:
    'Qi et al.: PPO’s clip on the ratio stops rare tokens long before they matter and lets common ones lose much probability; a bound on the divergence does neither. Here, with several updates per batch: tokens with a large ratio and a small probability keep their gradient, while GRPO’s clip marks them. The paper’s gains on language models are not reproduced at this size.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'One gradient, four losses: verl and TRL show -A w log p, SkyRL and prime-rl -A ratio. Loss values cannot be compared.',
    'verl reads the cut c from clip_ratio_c, whose default is 3, not the 20 of the paper: a rare token’s weight is cut early.',
    'verl measures from the policy at the start of the update, the others from the sampler: with one update per batch verl’s region drops nothing, however stale the sampler is.',
    'prime-rl’s squared log-ratio pulls tokens outside the region back too, and its credit of 0 follows the lower rule.',
    'TRL until July 2026 could compare the sampler’s K likeliest tokens and one bucket for the rest (topk_tv) instead. Here it is always the token against all others, which the paper finds as good.',
    'With an uncut ratio (SkyRL, prime-rl) nothing bounds the weight of a token whose probability grew from almost 0.',
  ],
  versusGrpo: 'A token is stopped by the probability it moved, not by its ratio.',
  tasks: ['fork-tokens', 'modular-arithmetic'],
  shipped: ['verl', 'skyrl', 'prime-rl', 'trl-f2cd577'],
  training: {
    because: 'several updates per batch: at the first one no probability has moved',
    params: { innerEpochs: 4, minibatches: 2 },
  },
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    objective: objective({
      also: anchorNeeds,
      params: {
        gainLimit: delta('Largest gain δ', 'A token with positive credit stops once it gained this much probability.'),
        lossLimit: delta('Largest loss δ', 'One with negative credit stops once it lost this much.'),
        ...regionParams,
      },
      compute: (tf, tensors, params) => {
        const move = moveOf(tf, tensors, params.anchor, params.logRatioLimit)
        const gain = tf.sub<Tensor2D>(move.probability, move.anchorProbability)
        const left = { high: tf.greater(gain, params.gainLimit), low: tf.less(gain, -params.lossLimit) }
        return regionLoss(tf, tensors, move, left, params)
      },
    }),
  },
})
