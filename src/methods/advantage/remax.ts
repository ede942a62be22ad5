import { sumToEnd, tokenRewards } from '../../core/episode.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { advantage, credit, defineMethod } from '../../core/method.ts'

/** Golden: verl compute_remax_outcome_advantage (b178a3c). */
export default defineMethod({
  id: 'remax',
  title: 'ReMax',
  paper: {
    title: 'ReMax: a simple, effective, and efficient reinforcement learning method for aligning LLMs',
    id: '2310.10505',
    year: 2023,
  },
  idea: 'Compare a sampled response with the greedy one: what the policy would say without any luck is the baseline, so that one sample per problem is enough.',
  formula: String.raw`\hat A_i = r_i - r(\hat y), \qquad \hat y_t = \arg\max_v \pi(v \mid \hat y_{<t})`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    'r(\\hat y)': { is: 'baseline', text: 'reward of the greedy response to the same problem' },
  },
  claim:
    'Learns with a group of one, for the price of one greedy response per problem. As the policy becomes certain, samples agree with the greedy answer and the gradient fades by itself: watch the share of zero advantages grow.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The baseline is not the mean: where greedy succeeds, a success earns 0 and only failures teach; where greedy fails, only successes do.',
    'verl leaves non-zero advantages on tokens that the world wrote; its loss masks them.',
    'Advantages do not sum to zero over a group, so the policy’s level of confidence drifts.',
  ],
  versusGrpo: 'The greedy response replaces the siblings as baseline; no group is needed and nothing is divided.',
  tasks: ['bandit', 'modular-arithmetic', 'token-tree'],
  shipped: ['verl', 'trinity'],
  slots: {
    advantage: advantage({
      needs: ['greedyReward'],
      compute: ({ reward, greedyReward }) => ({
        advantage: reward.map((r, i) => (Number.isNaN(r) ? 0 : r - greedyReward[i]!)),
        explain: rolloutColumns(['baseline'], { baseline: greedyReward }),
      }),
    }),
    credit: credit({
      needs: ['greedyReward'],
      // Rewards paid at tokens count from their token on; with one reward at the end this is the advantage everywhere.
      compute: batch => {
        const result = sumToEnd(batch, tokenRewards(batch))
        for (let i = 0; i < batch.rollouts; i++) {
          for (let t = batch.tokenStart[i]!; t < batch.tokenStart[i + 1]!; t++) {
            if (batch.mask?.[t] !== 0) result[t] = result[t]! - batch.greedyReward[i]!
          }
        }
        return { credit: result }
      },
    }),
  },
})
