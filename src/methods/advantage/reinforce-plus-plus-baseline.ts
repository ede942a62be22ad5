import { spread, whitenTokens } from '../../core/batch.ts'
import { loneParam, perGroup } from '../../core/estimator.ts'
import { whiteningParam } from '../../core/formulas/credit.ts'
import { mean, pick } from '../../core/math.ts'
import { advantage, credit, defineMethod } from '../../core/method.ts'

/** Golden: verl compute_reinforce_plus_plus_baseline_outcome_advantage (b178a3c). */
export default defineMethod({
  id: 'reinforce-plus-plus-baseline',
  title: 'REINFORCE++ with baseline',
  paper: {
    title: 'REINFORCE++: stabilizing critic-free policy optimization with global advantage normalization',
    id: '2501.03262',
    year: 2025,
  },
  idea: 'Take off the group’s mean, so that problems of different difficulty can be compared, then whiten over all tokens of the batch.',
  formula: String.raw`c_t = \frac{\hat A_i - \operatorname{mean}_\mathrm{tokens}(\hat A)}{\operatorname{std}_\mathrm{tokens}(\hat A)}, \qquad \hat A_i = r_i - \operatorname{mean}(r)`,
  symbols: {
    c_t: { is: 'credit', text: 'credit of each token of response i' },
    '\\hat A_i': { is: 'advantage', text: 'its reward above the group' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\operatorname{mean}(r)': { is: 'mean', text: 'mean reward of the group' },
  },
  claim:
    'The size of an update no longer depends on the reward’s scale, and no problem is over-weighted for being nearly solved. The whitening couples problems: with correct responses shorter than wrong ones, all-correct groups get a small push as well.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The mean over tokens is not zero when lengths differ, so silent groups get credit after whitening.',
    'verl takes no mean from a group of one: its raw reward enters the whitening.',
    'ms-swift’s reinforce_plus_plus divides by the deviation over responses, not tokens: grpo-batch-std with the deviation around each baseline.',
  ],
  versusGrpo: 'The spread is taken over all tokens of the batch instead of over the group.',
  tasks: ['modular-arithmetic', 'length-budget'],
  shipped: ['verl', 'openrlhf', 'slime'],
  slots: {
    advantage: advantage({
      params: { lone: loneParam },
      compute: (batch, { lone }) =>
        perGroup(batch, ['mean'], (members, out) => {
          const centre = members.length === 1 && lone === 'raw' ? 0 : mean(pick(batch.reward, members))
          for (const i of members) {
            out.mean[i] = centre
            out.advantage[i] = batch.reward[i]! - centre
          }
        }),
    }),
    credit: credit({
      needs: ['advantage'],
      params: { whitening: whiteningParam },
      compute: (batch, { whitening }) => ({
        credit: whitenTokens(batch, spread(batch, batch.advantage), whitening),
      }),
    }),
  },
})
