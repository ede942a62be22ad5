import { trainers } from '../../core/conventions.ts'
import { loneParam, perGroup, spreadParams, spreadsOf } from '../../core/estimator.ts'
import { mean, pick, standardise } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: verl compute_grpo_outcome_advantage (b178a3c); TRL _generate_and_score_completions (f2cd577). */
export default defineMethod({
  id: 'grpo',
  title: 'GRPO',
  paper: { title: 'DeepSeekMath: group relative policy optimisation', id: '2402.03300', year: 2024 },
  idea: 'Score a response by how far its reward lies above the mean of its siblings, in units of their spread.',
  formula: String.raw`\hat A_i = \frac{r_i - \operatorname{mean}(r)}{\operatorname{std}(r) + \varepsilon}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\operatorname{mean}(r)': { is: 'mean', text: 'mean reward of the group' },
    '\\operatorname{std}(r)': { is: 'std', text: 'standard deviation of the group' },
    '\\varepsilon': { is: 'epsilon', text: 'keeps the division finite' },
  },
  claim:
    'Replaces the critic of PPO by the group. Dividing by the spread multiplies the weight of problems that are almost always or almost never solved: plot |advantage| of the minority answer against the pass rate.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'verl gives a group of one its raw reward; TRL does not allow it and scores a lone scorable row 0.',
    'verl adds 1e-6 to the deviation, TRL 1e-4: near ties differ.',
    'A reward gap of 0.01 is stretched to the same advantages as a gap of 1.',
  ],
  versusGrpo: 'This is GRPO.',
  tasks: ['modular-arithmetic', 'token-tree', 'bandit'],
  shipped: trainers,
  conventions: { paper: { aggregation: 'seq-mean-token-mean', klCoefficient: 0.04 } },
  slots: {
    advantage: advantage({
      params: {
        epsilon: number({
          label: 'Epsilon in denominator',
          default: 1e-6,
          verl: 1e-6,
          trl: 1e-4,
          min: 0,
          max: 1,
          scale: 'log',
        }),
        ddof: number({
          label: 'Std divides by n minus',
          default: 1,
          verl: 1,
          trl: 1,
          min: 0,
          max: 1,
          integer: true,
          note: '1: sample deviation; 0: population deviation.',
        }),
        ...spreadParams,
        lone: loneParam,
      },
      compute: (batch, { epsilon, ddof, lone, ...over }) =>
        perGroup(batch, ['mean', 'std'], (members, out) => {
          const alone = members.length === 1
          const centre = alone && lone === 'raw' ? 0 : mean(pick(batch.reward, members))
          const spreads = alone ? [1] : spreadsOf(batch.reward, members, ddof, over)
          members.forEach((i, k) => {
            out.mean[i] = centre
            out.std[i] = spreads[k]!
            out.advantage[i] = standardise(batch.reward[i]! - centre, spreads[k]!, epsilon)
          })
        }),
    }),
  },
})
