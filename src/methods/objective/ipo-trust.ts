import type { Tensor2D } from '@tensorflow/tfjs-core'
import { anchorNeeds, moveOf, regionLoss, springParams } from '../../core/formulas/probability-region.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: prime-rl trainer/rl/loss.py ipo_loss_fn (559b447). */
export default defineMethod({
  id: 'ipo-trust',
  title: 'IPO of prime-rl',
  paper: { title: 'Rethinking the trust region in LLM reinforcement learning', id: '2602.04879', year: 2026 },
  idea: 'DPPO’s bound without its direction: a token whose probability has moved too far, either way, is left out whatever its credit, and every token is pulled back a little.',
  formula: String.raw`\mathcal L_t = -m_t\, \rho_t\, \hat A_t + k \log^2\rho_t, \quad m_t = \mathbb 1[|p_t - q_t| \le \delta]`,
  symbols: {
    m_t: { is: 'kept', text: '1 for tokens that stayed near' },
    p_t: { is: 'probability', text: 'probability of token t now' },
    q_t: { is: 'anchorProbability', text: 'its probability under the policy that moves are measured against' },
    '\\delta': { is: 'moveLimit', text: 'how much probability it may gain or lose' },
    '\\rho_t': { is: 'ratio', text: 'the one probability over the other' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    k: { is: 'pullBack', text: 'weight of the squared log-ratio' },
  },
  claim:
    'prime-rl offers it beside its default, dppo-tv; no paper of its own is known to us, and none about preferences is meant by the name. Here, with several updates per batch: a token that overshot keeps DPPO’s gradient on its way back and loses it here, so only the pull brings it back.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The name collides with IPO, the loss of preference pairs.',
    'The pull acts on dropped tokens too: without it they would stay where they are.',
    'The ratio is not cut: a token that was nearly impossible for the sampler can weigh any number.',
  ],
  versusGrpo: 'A token is dropped by the probability it moved, in both directions, and pulled back by its log-ratio.',
  tasks: ['fork-tokens', 'modular-arithmetic'],
  shipped: ['prime-rl'],
  training: {
    because: 'several updates per batch: at the first one no probability has moved',
    params: { innerEpochs: 4, minibatches: 2 },
  },
  defaults: { pullBack: 1e-3 },
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    objective: objective({
      also: anchorNeeds,
      params: {
        moveLimit: number({ label: 'Largest move δ', default: 0.1, by: { 'prime-rl': 0.1 }, min: 0, max: 1 }),
        ...springParams,
      },
      compute: (tf, tensors, { moveLimit, anchor, ...params }) => {
        const move = moveOf(tf, tensors, anchor, 0)
        const apart = tf.abs(tf.sub<Tensor2D>(move.probability, move.anchorProbability))
        const out = tf.greater(apart, moveLimit)
        return regionLoss(tf, tensors, move, { high: out, low: out }, { ...params, ratioForm: 'ratio', ratioCap: 0 })
      },
    }),
  },
})
