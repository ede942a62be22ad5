import { perGroup } from '../../core/estimator.ts'
import { pick, standardise, std } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'

/** Golden: verl compute_grpo_passk_outcome_advantage (b178a3c). */
export default defineMethod({
  id: 'grpo-passk',
  title: 'GRPO for pass@k',
  paper: {
    title: 'Optimizing language models for inference time objectives using reinforcement learning',
    id: '2503.19595',
    year: 2025,
  },
  idea: 'Reward only what raised the best of the group: the winner gets its lead over the runner-up, everyone else nothing.',
  formula: String.raw`\hat A_i = \frac{r_i - r_{(2)}}{\operatorname{std}(r) + \varepsilon}\ \text{for the best response, else } 0`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    'r_{(2)}': { is: 'runnerUp', text: 'the second highest reward of the group' },
    '\\operatorname{std}(r)': { is: 'std', text: 'standard deviation of the group' },
    '\\varepsilon': { is: 'epsilon', text: 'keeps the division finite' },
  },
  claim:
    'What one response adds to the maximum of its group is a leave-one-out estimate for pass@k. With rewards 0 and 1 only groups with exactly one success teach, so learning stops early and diversity stays: look for a higher pass@8 and a lower pass@1 than RLOO.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Two successes in a group tie for the maximum, and the whole group falls silent.',
    'Advantages are never negative and do not sum to zero: nothing pushes wrong responses down.',
    'verl refuses a group of one; here it gets 0.',
  ],
  versusGrpo: 'The runner-up is the baseline, and only the winner is compared with it.',
  tasks: ['token-tree', 'bandit', 'countdown'],
  shipped: ['verl'],
  slots: {
    advantage: advantage({
      params: {
        epsilon: number({
          label: 'Epsilon in denominator',
          default: 1e-6,
          verl: 1e-6,
          min: 0,
          max: 1,
          scale: 'log',
        }),
        scale: choice({
          label: 'Divide by',
          options: ['group', 'none'],
          default: 'group',
          paper: 'none',
          verl: 'group',
          meaning: { group: 'the group’s deviation', none: 'nothing: the lead itself' },
        }),
      },
      compute: (batch, { epsilon, scale }) =>
        perGroup(batch, ['runnerUp', 'std'], (members, out) => {
          if (members.length < 2) return
          const [best = 0, second = 0] = members.toSorted((a, b) => batch.reward[b]! - batch.reward[a]!)
          const spread = std(pick(batch.reward, members), 1)
          for (const i of members) {
            out.runnerUp[i] = batch.reward[second]!
            out.std[i] = spread
          }
          const lead = batch.reward[best]! - batch.reward[second]!
          out.advantage[best] = scale === 'group' ? standardise(lead, spread, epsilon) : lead
        }),
    }),
  },
})
