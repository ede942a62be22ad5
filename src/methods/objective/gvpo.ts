import type { Tensor2D } from '@tensorflow/tfjs-core'
import { detach } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { groupCount, groupMean, meanOverGroups, rowSum, siblings } from '../../core/rows.ts'

/** Golden: verl-recipe gvpo compute_policy_loss_gvpo (48ea0a7). */
export default defineMethod({
  id: 'gvpo',
  title: 'GVPO',
  paper: {
    title: 'GVPO: group variance policy optimization for large language model post-training',
    id: '2504.19599',
    year: 2025,
  },
  idea: 'Read a reward off the policy, β times the log-ratio of the response, and fit its differences between siblings to those of the real rewards: what is common to a group cancels, and with it the partition function.',
  formula: String.raw`\mathcal L_i = \frac12 \big((R_i - \bar R) - \hat A_i\big)^2, \quad R_i = \beta \sum_t \big(\log\pi_\theta(y_t) - \log\pi_{\text{old}}(y_t)\big)`,
  symbols: {
    R_i: { is: 'implicitReward', text: 'reward that the policy implies for response i' },
    '\\bar R': { is: 'implicitMean', text: 'mean of the group, without gradient' },
    '\\hat A_i': { is: 'advantage', text: 'reward minus the group’s mean' },
    '\\beta': { is: 'implicitBeta', text: 'worth of a nat: small lets the policy move further' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of token t now' },
    '\\log\\pi_{\\text{old}}(y_t)': { is: 'oldLogp', text: 'the same when it was sampled' },
  },
  claim:
    'Zhang et al.: its only optimum is the best policy at a price of KL to the sampler, whatever drew the responses, and no ratio can explode. Here: many updates on one batch come to rest where the implied rewards match; GRPO’s clip only stops. The paper’s gains are not reproduced at this size.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'verl’s recipe adds the groups up and divides by G - 1 only: with twice the prompts the gradient is twice as large. Divide by groups, as here, or scale the learning rate.',
    'The recipe divides by the configured group size less one, here by that of the group itself: they differ where responses were dropped.',
    'A response without tokens makes the recipe’s loss NaN; here it implies a reward of 0.',
    'The recipe runs GRPO’s advantages without the division by the spread; with it the fitted rewards change from group to group.',
    'Log-ratios are summed over tokens: the same β holds long responses harder.',
  ],
  versusGrpo: 'A squared difference between implied and real rewards replaces ratio and clip.',
  tasks: ['bandit', 'token-tree', 'modular-arithmetic'],
  training: {
    because: 'many updates on one batch: at the first one it is REINFORCE with the group’s mean as baseline',
    params: { innerEpochs: 8 },
  },
  slots: {
    advantage: 'dr-grpo',
    aggregation: 'token-mean',
    objective: objective({
      needs: ['group'],
      params: {
        implicitBeta: number({ label: 'Implied reward β', default: 0.1, verl: 0.1, min: 0, max: 100, scale: 'log' }),
        groupDivisor: choice({
          label: 'Groups are',
          options: ['averaged', 'added up'],
          default: 'averaged',
          verl: 'added up',
          meaning: { averaged: 'twice the prompts leave the gradient as it is', 'added up': 'as verl’s recipe does' },
        }),
      },
      compute: (tf, tensors, { implicitBeta, groupDivisor }) => {
        const { now, oldLogp, advantage, group, mask, whole } = tensors
        const implicitReward = tf.mul<Tensor2D>(rowSum(tf, tf.sub(now.logp, oldLogp)), implicitBeta)
        const implicitMean = detach(tf, groupMean(tf, group, implicitReward))
        const miss = tf.sub<Tensor2D>(tf.sub(implicitReward, implicitMean), advantage)
        const others = tf.sub<Tensor2D>(tf.sum(siblings(tf, group), 1, true), 1)
        const alone = tf.equal(others, 0)
        const squared = tf.div<Tensor2D>(tf.square(miss), tf.mul(tf.maximum(others, 1), 2))
        const perRow = tf.where<Tensor2D>(alone, tf.zerosLike(squared), squared)
        const averaged = meanOverGroups(tf, perRow, group, tensors)
        // What the mean over tokens will divide by is multiplied by here.
        const share = tf.div(whole?.tokens ?? 1, whole ? tf.maximum(tf.sum(mask), 1) : 1)
        const loss = groupDivisor === 'averaged' ? averaged : tf.mul(averaged, tf.mul(groupCount(tf, group), share))
        return { loss: tf.reshape(loss, mask.shape), explain: { implicitReward, implicitMean, miss } }
      },
    }),
  },
})
