import { anchorNeeds, binaryKl, moveOf, regionLoss, regionParams } from '../../core/formulas/probability-region.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'

const delta = (label: string, note: string) =>
  number({
    label,
    default: 0.05,
    verl: 0.2,
    by: { skyrl: 0.2, 'trl-f2cd577': 0.15 },
    min: 0,
    max: 10,
    note,
  })

/** Golden: verl (0.9.1), SkyRL (a956457), TRL (23eedc6); see core/formulas/probability-region.ts. */
export default defineMethod({
  id: 'dppo-kl',
  title: 'DPPO, KL divergence',
  paper: { title: 'Rethinking the trust region in LLM reinforcement learning', id: '2602.04879', year: 2026 },
  idea: 'Stop a token when “this token or any other” has become a different coin: when the divergence between its two probabilities, then and now, passes a bound on the side it is pushed to.',
  formula: String.raw`\mathcal L_t = -m_t\, \operatorname{sg}[\min(\rho_t, c)]\, \hat A_t \log\pi_\theta(y_t) + k \log^2\rho_t, \quad d_t = q_t \log\frac{q_t}{p_t} + (1 - q_t) \log\frac{1 - q_t}{1 - p_t}, \quad m_t = \begin{cases} \mathbb 1[d_t \le \delta_{\text{high}} \text{ or } p_t \le q_t] & \hat A_t > 0\\ \mathbb 1[d_t \le \delta_{\text{low}} \text{ or } p_t \ge q_t] & \text{else}\end{cases}`,
  symbols: {
    m_t: { is: 'kept', text: '1 inside the region, 0 for a token that has left it on the side it is pushed to' },
    d_t: { is: 'divergence', text: 'divergence between the two coins, in nats' },
    p_t: { is: 'probability', text: 'probability of token t now' },
    q_t: { is: 'anchorProbability', text: 'its probability under the policy that moves are measured against' },
    '\\rho_t': { is: 'ratio', text: 'the one over the other' },
    c: { is: 'ratioCap', text: 'largest weight' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'its log-probability' },
    '\\delta_{\\text{high}}': { is: 'riseLimit', text: 'largest divergence on the way up' },
    '\\delta_{\\text{low}}': { is: 'fallLimit', text: 'largest divergence on the way down' },
    k: { is: 'pullBack', text: 'weight of the squared log-ratio' },
  },
  claim:
    'Qi et al. find it on a par with the total variation; it differs near 0 and 1, where it lets a sure token lose less. Here, with several updates per batch, compare its dropped tokens with those of dppo-tv: the two agree around one half and part at the ends.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'verl and SkyRL share one pair of bounds between both divergences: their 0.2 is made for the total variation, and SkyRL advises 0.05 here.',
    'verl and SkyRL add 1e-8 to 1 - p, TRL cuts p at 1 - 1e-7: they differ where a token is practically certain.',
    'The binary divergence is a lower bound: probability that moves among the other tokens is not seen. TRL until July 2026 could see some of it, over the sampler’s K likeliest tokens (topk_kl); that form is not here.',
  ],
  versusGrpo: 'A token is stopped by the divergence of its probability, not by its ratio.',
  tasks: ['fork-tokens', 'modular-arithmetic'],
  shipped: ['verl', 'skyrl', 'trl-f2cd577'],
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
        riseLimit: delta('Largest divergence up δ', 'In nats, for tokens with positive credit.'),
        fallLimit: delta('Largest divergence down δ', 'In nats, for tokens with negative credit.'),
        ...regionParams,
      },
      compute: (tf, tensors, params) => {
        const move = moveOf(tf, tensors, params.anchor, params.logRatioLimit)
        const divergence = binaryKl(tf, move)
        const { probability: p, anchorProbability: q } = move
        const left = {
          high: tf.logicalAnd(tf.greater(divergence, params.riseLimit), tf.greater(p, q)),
          low: tf.logicalAnd(tf.greater(divergence, params.fallLimit), tf.less(p, q)),
        }
        const { loss, explain } = regionLoss(tf, tensors, move, left, params)
        return { loss, explain: { ...explain, divergence } }
      },
    }),
  },
})
