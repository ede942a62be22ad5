import { anchorNeeds } from '../../core/formulas/probability-region.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { m2poLoss, m2poParams } from './m2po.math.ts'

/** Golden: Trinity-RFT m2po_policy_loss.py (3a41dc2), AReaL trainer/ppo/actor.py _apply_m2po_masking (4aef98d). */
export default defineMethod({
  id: 'm2po',
  title: 'M2PO',
  paper: {
    title: 'Prosperity before collapse: how far can off-policy RL reach with stale data on LLMs?',
    id: '2510.01161',
    year: 2025,
  },
  idea: 'Clip nothing by itself: over the whole batch, drop the tokens that have moved furthest until the mean squared log-ratio of the rest is small, so that the bound holds for the batch and not for each token.',
  formula: String.raw`\mathcal L_t = -m_t\, \rho_t\, \hat A_t, \quad \frac{\sum_{j} m_j z_j \log^2\rho_j}{\sum_{j} m_j z_j} \le \tau, \quad z_t = \mathbb 1[\hat A_t \log\rho_t > 0]`,
  symbols: {
    m_t: { is: 'kept', text: '0 for the tokens that are dropped, the furthest first' },
    z_t: { is: 'judged', text: '1 where the update pushes the token further away: only these can be dropped' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over that under the policy it is measured against' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\tau': { is: 'momentLimit', text: 'largest mean squared log-ratio' },
  },
  claim:
    'Zheng et al.: with data up to 256 updates old, clipping single tokens drops the informative ones; a bound on the second moment of the batch drops far fewer and trains as stably as on fresh data. Here: let the sampler be renewed rarely, and compare the dropped share with GRPO’s clipped share.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Two rules under one name: the paper and Trinity judge only tokens that are pushed outwards and may drop all of these; AReaL judges all tokens, keeps at least one, and clips the rest by PPO’s loss afterwards.',
    'AReaL measures from the sampler to the policy at the start of the update, not to the policy now: the choice stays as it is for all updates of a batch.',
    'The choice is one over the whole batch: micro-batches that choose by themselves choose other tokens.',
    'Averages count the dropped tokens, as the paper’s footnote asks.',
  ],
  versusGrpo: 'The furthest tokens of the batch are dropped; no ratio is clipped.',
  tasks: ['modular-arithmetic', 'token-tree'],
  shipped: ['trinity', 'areal'],
  training: {
    because: 'stale samplers and several updates per batch: at ratio 1 nothing is dropped',
    params: { samplerEvery: 20, innerEpochs: 2, minibatches: 2 },
  },
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    objective: objective({
      also: anchorNeeds,
      params: m2poParams,
      compute: (tf, tensors, params) => m2poLoss(tf, tensors, params),
    }),
  },
})
