import { loneParam, perGroup } from '../../core/estimator.ts'
import { mean, pick } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: verl compute_gpg_outcome_advantage, compute_policy_loss_gpg (b178a3c). */
export default defineMethod({
  id: 'gpg',
  title: 'GPG',
  paper: { title: 'GPG: a simple and strong reinforcement learning baseline', id: '2504.02546', year: 2025 },
  idea: 'Plain policy gradient on centred rewards, scaled up when much of the batch says nothing, so that silent groups do not shrink the update.',
  formula: String.raw`\hat A_i = \alpha\, \frac{r_i - \operatorname{mean}(r)}{F}, \qquad \alpha = \frac{n}{\#\{r_j \ne 0\}}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\operatorname{mean}(r)': { is: 'mean', text: 'mean reward of the group' },
    '\\alpha': { is: 'boost', text: 'responses of the batch for each one with a reward' },
    F: { is: 'divisor', text: 'a constant' },
  },
  claim:
    'Does without critic, reference model, clip and KL. As all-wrong groups appear the gradient norm stays level, where Dr. GRPO’s shrinks with the share of groups that still teach.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'verl counts responses with a reward other than 0 as informative: all-correct groups count too, and rewards of -1 and 1 make α = 1.',
    'verl accepts an argument alpha and overwrites it.',
    'The loss ignores the policy that sampled: several updates per batch push the same tokens again and again.',
  ],
  versusGrpo: 'No division by the spread, no ratio, no clip; a batch-wide factor makes up for silent groups.',
  tasks: ['modular-arithmetic', 'bandit'],
  shipped: ['verl'],
  slots: {
    advantage: advantage({
      params: {
        divisor: number({
          label: 'Constant divisor F',
          default: 1,
          paper: 1,
          verl: 1,
          min: 0.01,
          max: 100,
          scale: 'log',
        }),
        lone: loneParam,
      },
      compute: (batch, { divisor, lone }) => {
        const rewarded = batch.reward.filter(r => !Number.isNaN(r) && r !== 0).length
        const boost = batch.rollouts / Math.max(1, rewarded)
        return perGroup(batch, ['mean', 'boost'], (members, out) => {
          const centre = members.length === 1 && lone === 'raw' ? 0 : mean(pick(batch.reward, members))
          for (const i of members) {
            out.mean[i] = centre
            out.boost[i] = boost
            out.advantage[i] = (boost * (batch.reward[i]! - centre)) / divisor
          }
        })
      },
    }),
    objective: 'reinforce',
  },
})
