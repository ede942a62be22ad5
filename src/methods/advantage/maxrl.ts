import type { Tensor2D } from '@tensorflow/tfjs-core'
import { perGroup } from '../../core/estimator.ts'
import { clipParams, tokenSurrogate } from '../../core/formulas/surrogate.ts'
import { mean, pick } from '../../core/math.ts'
import { advantage, defineMethod, objective } from '../../core/method.ts'
import { choice } from '../../core/params.ts'
import { maxrlParams } from './maxrl.math.ts'

/**
 * Golden: SkyRL compute_maxrl_advantage, ppo_policy_loss (a956457); prime-rl MaxRLAlgorithm.score_group (559b447);
 * rlhf-book compute_maxrl_advantages, MaxRLLoss (a66b0bf).
 */
export default defineMethod({
  id: 'maxrl',
  title: 'MaxRL',
  paper: { title: 'Maximum likelihood reinforcement learning', id: '2602.02710', year: 2026 },
  idea: 'Divide by the group’s mean instead of its spread: rare successes then weigh as they do in the gradient of the log-probability of being right, not of the probability.',
  formula: String.raw`\hat A_i = \frac{r_i - \operatorname{mean}(r)}{\operatorname{mean}(r) + \varepsilon}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\operatorname{mean}(r)': { is: 'mean', text: 'mean reward of the group: its share of correct responses' },
    '\\varepsilon': { is: 'epsilon', text: 'keeps the division finite' },
  },
  claim:
    'With G responses the gradient is an unbiased estimate of the first G terms of log p = -Σ (1-p)^k / k: one response is REINFORCE, many are maximum likelihood. Hard problems weigh far more than under GRPO: plot |advantage| of a lone correct answer against the pass rate, and watch pass@k at large k.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Made for rewards of at least 0. In SkyRL a mean below 0 turns the sign around, so that the best answer is pushed down, and a mean of 0 divides by epsilon alone; here such groups say nothing.',
    'SkyRL gives a group of one its raw reward; rlhf-book and prime-rl give it 0.',
    'A lone correct answer among G gets G - 1: large groups need a clip, a small learning rate, or both.',
    'The loss is plain policy gradient in the paper; SkyRL clips it as PPO, and prime-rl puts its own trust region around it.',
  ],
  versusGrpo: 'Divides by the mean reward instead of the standard deviation: hard problems weigh more, easy ones less.',
  tasks: ['token-tree', 'countdown', 'modular-arithmetic'],
  training: { because: 'groups in which few are right, among many responses', params: { groupSize: 16 } },
  shipped: ['skyrl', 'prime-rl'],
  defaults: { dualClip: 0 },
  conventions: { paper: { aggregation: 'seq-mean-token-mean', emptyRows: 'count' } },
  slots: {
    advantage: advantage({
      params: maxrlParams,
      compute: (batch, { epsilon, meanBelow, alone }) =>
        perGroup(batch, ['mean'], (members, out) => {
          const centre = mean(pick(batch.reward, members))
          const isSilent = meanBelow === 'silent' && centre <= 0
          for (const i of members) {
            out.mean[i] = centre
            const distance = batch.reward[i]! - centre
            if (members.length === 1 && alone === 'raw') out.advantage[i] = batch.reward[i]!
            else out.advantage[i] = isSilent || distance === 0 ? 0 : distance / (centre + epsilon)
          }
        }),
    }),
    objective: objective({
      params: {
        surrogate: choice({
          label: 'Loss',
          options: ['plain', 'clipped'],
          default: 'plain',
          paper: 'plain',
          by: { skyrl: 'clipped' },
          meaning: { plain: 'log-probability times credit', clipped: 'the clipped ratio of PPO' },
        }),
        ...clipParams,
      },
      compute: (tf, tensors, { surrogate, ...clips }) =>
        surrogate === 'clipped'
          ? tokenSurrogate(tf, tensors, clips)
          : { loss: tf.neg(tf.mul<Tensor2D>(tensors.credit, tensors.now.logp)) },
    }),
  },
})
