import type { Tensor2D } from '@tensorflow/tfjs-core'
import { imitationWeight } from '../../core/formulas/imitation.ts'
import { defineMethod, objective } from '../../core/method.ts'

/** Golden: Trinity-RFT chord_policy_loss.SFTISLossFn (0.6.0); TRL SFTTrainer, loss_type dft (1.16.0). */
export default defineMethod({
  id: 'dft',
  title: 'DFT',
  paper: {
    title: 'On the generalization of SFT: a reinforcement learning perspective with reward rectification',
    id: '2508.05629',
    year: 2025,
  },
  idea: 'Seen as RL, imitation pays a token one over its probability; multiply by the probability, and every demonstrated token is paid the same.',
  formula: String.raw`\mathcal L_t = -x_t\, w_t \log\pi_\theta(y_t), \qquad w_t = \operatorname{sg}[\pi_\theta(y_t)]`,
  symbols: {
    x_t: { is: 'credit', text: '1 for tokens of a demonstration, 0 for the policy’s own' },
    w_t: { is: 'weight', text: 'probability of the token now, without gradient' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of token t' },
  },
  claim:
    'Surprising tokens of a demonstration no longer dominate the gradient, and what the policy knew is kept: the paper reports better generalisation than SFT on mathematics. The price is seen here: a token of probability 0.01 hardly moves. Compare with sft from random weights, where DFT stands still, and from the warm start.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'From a start that gives a demonstration almost no probability nothing is learned: the weight vanishes with it.',
    'Trinity calls it sft_is, importance sampling; TRL dft.',
    'The loss p log p is not monotone: it falls again for p below 1/e, so its value says nothing.',
  ],
  versusGrpo: 'Demonstrations instead of the policy’s own responses, weighed by their probability.',
  tasks: ['modular-arithmetic', 'token-tree', 'countdown', 'fork-tokens'],
  standIn: 'The task’s own right answers are the demonstrations, in place of texts by people or a larger model.',
  shipped: ['trl', 'trinity'],
  defaults: { demonstrations: 64 },
  conventions: { trinity: { emptyRows: 'count' } },
  slots: {
    sampler: 'sft',
    credit: 'sft',
    aggregation: 'token-mean',
    objective: objective({
      compute: (tf, { now, credit }) => {
        const weight = imitationWeight(tf, now.logp, 'probability')
        return { loss: tf.neg(tf.mul<Tensor2D>(tf.mul(weight, credit), now.logp)), explain: { weight } }
      },
    }),
  },
})
