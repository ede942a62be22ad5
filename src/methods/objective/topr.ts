import type { Tensor2D } from '@tensorflow/tfjs-core'
import { plainRatio, weightedReinforce } from '../../core/formulas/rec.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { staleData } from '../../core/trainings.ts'

/** Golden: Trinity-RFT topr_policy_loss.py (eedef4b). */
export default defineMethod({
  id: 'topr',
  title: 'TOPR',
  paper: {
    title: 'Tapered off-policy REINFORCE: stable and efficient reinforcement learning for LLMs',
    id: '2503.14286',
    year: 2025,
  },
  idea: 'Praise in full, however stale the response; blame only in proportion to how likely the response still is.',
  formula: String.raw`L = -w_t\, \hat A\, \log \pi_t, \qquad w_t = \begin{cases} 1 & \hat A > 0 \\ \min(\rho_t, 1) & \text{else} \end{cases}`,
  symbols: {
    '\\log \\pi_t': { is: 'logp', text: 'log-probability of token t' },
    '\\hat A': { is: 'credit', text: 'credit of the token: reward minus the group mean' },
    w_t: { is: 'weight', text: 'weight of the token, without gradient' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
  },
  claim:
    'Failures that the policy has already dropped are not pushed further into the ground, where their log-probability would run away, while successes keep teaching. Stable at many updates per batch without any clip.',
  panel: 'formula',
  confidence: 'code-verified',
  pitfalls: [
    'The paper truncates the ratio of a whole response; the released code truncates each token’s.',
    'Only ratios above 1 are cut: blame never counts more than once.',
  ],
  versusGrpo: 'The clip is replaced by a weight on failures alone.',
  tasks: ['bandit', 'token-tree', 'modular-arithmetic'],
  shipped: ['roll', 'trinity'],
  training: staleData,
  slots: {
    advantage: 'rec-reinforce',
    objective: objective({
      params: {
        praiseAbove: number({
          label: 'Praised in full above',
          default: 0,
          paper: 0,
          min: -10,
          max: 10,
          aside: true,
          note: 'Credit up to this counts as blame, with its weight.',
        }),
      },
      compute: (tf, tensors, { praiseAbove }) => {
        const ratio = plainRatio(tf, tensors)
        const weight = tf.where<Tensor2D>(
          tf.greater(tensors.credit, praiseAbove),
          tf.onesLike(ratio),
          tf.minimum(ratio, 1),
        )
        return weightedReinforce(tf, tensors, { ratio, weight })
      },
    }),
  },
})
