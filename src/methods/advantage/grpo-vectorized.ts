import { loneParam, perGroup } from '../../core/estimator.ts'
import { mean, pick, standardise, variance } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'

/** Golden: verl compute_grpo_vectorized_outcome_advantage (b178a3c). */
export default defineMethod({
  id: 'grpo-vectorized',
  title: 'GRPO, vectorised',
  paper: { title: 'DeepSeekMath: group relative policy optimisation', id: '2402.03300', year: 2024 },
  idea: 'GRPO as verl up to 2025 computed it for all groups at once: the variance has a floor, so that a group whose rewards nearly agree is not stretched without bound.',
  formula: String.raw`\hat A_i = \frac{r_i - \operatorname{mean}(r)}{\sqrt{\max(s^2,\, v)} + \varepsilon}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\operatorname{mean}(r)': { is: 'mean', text: 'mean reward of the group' },
    's^2': { is: 'variance', text: 'sample variance of the group' },
    v: { is: 'varianceFloor', text: 'the least variance that is divided by' },
    '\\varepsilon': { is: 'epsilon', text: 'keeps the division finite' },
  },
  claim:
    'The same as GRPO on rewards 0 and 1. With graded rewards that differ by less than a thousandth the floor takes over: GRPO stretches such a group to full advantages, this one leaves it nearly silent.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Two estimators of one name in one framework: `grpo` and `grpo_vectorized` differed where the spread is below 0.001. verl 0.9.1 has no floor any more.',
    'verl sums in single precision here, so a group of equal rewards may keep a tiny spread, which the floor hid.',
  ],
  versusGrpo: 'The variance is floored before the root; everything else is GRPO.',
  tasks: ['modular-arithmetic', 'bandit'],
  shipped: ['verl'],
  twinOf: { id: 'grpo', because: 'it is the same formula, computed for all groups at once' },
  slots: {
    advantage: advantage({
      params: {
        varianceFloor: number({
          label: 'Least variance',
          default: 1e-6,
          verl: 0,
          by: { 'verl-b178a3c': 1e-6 },
          min: 0,
          max: 1,
          scale: 'log',
          note: 'A group whose rewards vary less is divided by the root of this instead.',
        }),
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
          verl: 'group',
          aside: true,
          meaning: { group: 'the spread of the group', none: 'nothing: Dr. GRPO’s advantage' },
        }),
        lone: loneParam,
      },
      compute: (batch, { varianceFloor, epsilon, scale, lone }) =>
        perGroup(batch, ['mean', 'variance'], (members, out) => {
          const rewards = pick(batch.reward, members)
          const alone = members.length === 1
          const centre = alone && lone === 'raw' ? 0 : mean(rewards)
          const spread = alone ? 1 : variance(rewards, 1)
          const deviation = Math.sqrt(Math.max(spread, varianceFloor))
          for (const i of members) {
            out.mean[i] = centre
            out.variance[i] = spread
            const above = batch.reward[i]! - centre
            out.advantage[i] = scale === 'none' ? above : standardise(above, deviation, epsilon)
          }
        }),
    }),
  },
})
