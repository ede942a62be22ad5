import type { Tensor2D } from '@tensorflow/tfjs-core'
import { defineMethod, objective } from '../../core/method.ts'

/** Golden: verl core_algos.compute_policy_loss_reinforce (b178a3c). */
export default defineMethod({
  id: 'reinforce',
  title: 'REINFORCE',
  paper: {
    title: 'Simple statistical gradient-following algorithms for connectionist reinforcement learning',
    year: 1992,
  },
  idea: 'Make every token of a response likelier in proportion to the response’s reward, with no baseline and no ratio.',
  formula: String.raw`\nabla J = \mathbb E\Big[\, r_i \sum_t \nabla \log \pi_\theta(y_t \mid y_{<t}) \Big]`,
  symbols: {
    r_i: { is: 'reward', text: 'reward of response i' },
    '\\log \\pi_\\theta(y_t \\mid y_{<t})': { is: 'logp', text: 'log-probability of the token that was sampled' },
  },
  claim:
    'Unbiased and simple, but noisy: adding the same number to every reward changes nothing in expectation and much in variance. With rewards 0 and 1 only correct responses teach, and entropy falls fast.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The loss ignores the policy that sampled: several updates per batch push the same tokens again and again.',
    'Summing over tokens and averaging over responses is the true gradient; a mean over tokens weighs long responses more.',
  ],
  versusGrpo: 'No group, no baseline, no clip: the reward itself multiplies the log-probability.',
  tasks: ['bandit', 'token-tree'],
  shipped: ['verl', 'openrlhf', 'skyrl', 'roll', 'tinker'],
  slots: {
    objective: objective({
      compute: (tf, { now, credit }) => ({ loss: tf.neg(tf.mul<Tensor2D>(credit, now.logp)) }),
    }),
    aggregation: 'seq-mean-token-sum',
  },
})
