import { rolloutOfToken } from '../../core/batch.ts'
import { defineMethod, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { bounded, rewardBounds } from './trl-rloo.math.ts'

/** Golden: TRL RLOOTrainer._generate_and_score_completions (f2cd577). */
export default defineMethod({
  id: 'trl-rloo',
  title: 'RLOO as TRL trains it',
  paper: { title: 'Back to basics: revisiting REINFORCE-style optimization', id: '2402.14740', year: 2024 },
  idea: 'RLOO with the KL to the reference paid out of the reward, and one importance ratio for a whole response.',
  formula: String.raw`\hat A_i = \tilde r_i - \frac{1}{m-1}\sum_{j \ne i} \tilde r_j, \qquad \tilde r_i = \operatorname{clip}(r_i,\, \pm c) - \beta\, \mathrm{KL}_i`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    '\\tilde r_i': { is: 'reward', text: 'its reward after the clip and the penalty' },
    '\\frac{1}{m-1}\\sum_{j \\ne i} \\tilde r_j': { is: 'baseline', text: 'mean of the other responses' },
    c: { is: 'rewardClip', text: 'largest reward, either way unless the smallest is bounded by itself; 0 is no clip' },
    '\\beta': { is: 'rewardKl', text: 'price of drifting from the reference' },
    '\\mathrm{KL}_i': {
      is: 'kl',
      text: 'log-probability under the policy minus that under the reference, over the response',
    },
  },
  claim:
    'The penalty makes siblings with equal verdicts differ, so groups that agree still teach: towards the reference. The summed ratio reaches the clip far sooner in long responses: plot the share of clipped responses against length.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The penalty is summed over tokens: long responses pay more for the same drift per token.',
    'TRL’s default of two responses per problem makes the two advantages mirror images.',
    'A loss of summed log-probabilities has the same gradient per token whatever the length; clipping does not.',
  ],
  versusGrpo:
    'Leave-one-out mean, no division by the spread, KL in the reward instead of the loss, one ratio per response.',
  tasks: ['bandit', 'token-tree'],
  shipped: ['trl'],
  defaults: { ratioOver: 'response', aggregation: 'seq-mean-token-sum', dualClip: 0, logRatioLimit: 0 },
  slots: {
    reward: reward({
      needs: ['oldLogp', 'refLogp'],
      params: {
        rewardKl: number({
          label: 'KL in the reward β',
          default: 0.05,
          trl: 0.05,
          min: 0,
          max: 10,
          scale: 'log',
          note: 'The reward that one nat of drift from the reference costs.',
        }),
        ...rewardBounds,
      },
      compute: (batch, { rewardKl, ...bounds }) => {
        const kl = new Float32Array(batch.rollouts)
        rolloutOfToken(batch).forEach((i, t) => {
          if (batch.mask?.[t] !== 0) kl[i] = kl[i]! + batch.oldLogp[t]! - batch.refLogp[t]!
        })
        const clipped = batch.reward.map(r => bounded(r, bounds))
        return {
          reward: clipped.map((r, i) => r - rewardKl * kl[i]!),
          parts: { verifier: clipped, kl: kl.map(drift => -rewardKl * drift) },
          explain: { kl: { extent: 'rollout', values: kl } },
        }
      },
    }),
    advantage: 'rloo',
    objective: 'rloo',
  },
})
