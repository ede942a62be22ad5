import { trainers } from '../../core/conventions.ts'
import { perGroup } from '../../core/estimator.ts'
import { standingParams, standings } from '../../core/formulas/standing.ts'
import { advantage, defineMethod } from '../../core/method.ts'

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
    'NeMo-RL takes mean and deviation from the others: the only correct answer among wrong ones stands against siblings without spread and keeps its difference undivided, so it gets 1 where the others get -0.58.',
    'OpenRLHF adds only 1e-9 to the deviation: rewards that differ by rounding become full advantages, and a group of one is NaN.',
    'slime groups by position: when one response is missing, the whole batch is centred and divided as one group.',
    'AReaL’s leave-one-out mean with the group’s deviation is plain GRPO again: the deviation is taken around the leave-one-out means, so the factor n/(n-1) cancels.',
    'open-instruct’s “standard” divides by the population deviation; its default, “centered”, is Dr. GRPO’s advantage.',
    'ROLL with the batch’s mean and the group’s deviation makes a matrix of the vector; no parameter here does that.',
  ],
  versusGrpo: 'This is GRPO.',
  tasks: ['modular-arithmetic', 'token-tree', 'bandit'],
  shipped: trainers,
  conventions: { paper: { aggregation: 'seq-mean-token-mean', klCoefficient: 0.04 } },
  slots: {
    advantage: advantage({
      params: standingParams,
      compute: (batch, how) =>
        perGroup(batch, ['mean', 'std'], (members, out) => {
          standings(batch.reward, members, how).forEach(({ centre, spread, score }, k) => {
            const i = members[k]!
            out.mean[i] = centre
            out.std[i] = spread
            out.advantage[i] = score
          })
        }),
    }),
  },
})
