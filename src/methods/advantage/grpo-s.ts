import { perGroup } from '../../core/estimator.ts'
import { clamp, mean, pick, standardise, std } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

/** No released code: the form of the factor is an assumption from the abstract. */
export default defineMethod({
  id: 'grpo-s',
  title: 'GRPO-S',
  paper: {
    title: 'Inverse reinforcement learning with dynamic reward scaling for LLM alignment',
    id: '2503.18991',
    year: 2025,
  },
  idea: 'Scale a whole group by how hard its data is and how far the policy still is from a demonstration, after the division by the spread.',
  formula: String.raw`\hat A_i = s\, \frac{r_i - \operatorname{mean}(r)}{\operatorname{std}(r) + \varepsilon}, \qquad s = \bigl(1 + k_1 (h_d - \tfrac12)\bigr)\bigl(1 + k_2 (h_m - \tfrac12)\bigr)`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\operatorname{mean}(r)': { is: 'mean', text: 'mean reward of the group' },
    '\\operatorname{std}(r)': { is: 'std', text: 'standard deviation of the group' },
    '\\varepsilon': { is: 'epsilon', text: 'keeps the division finite' },
    s: { is: 'factor', text: 'scale of the group, held between 0.5 and 2' },
    h_d: { is: 'dataHardness', text: '1 minus the mean likeness to a demonstration' },
    h_m: { is: 'responsiveness', text: 'how far the group’s mean lies below the demonstration' },
    k_1: { is: 'dataScale', text: 'weight of the data’s hardness' },
    k_2: { is: 'modelScale', text: 'weight of the policy’s distance' },
  },
  claim:
    'Rare, hard kinds of problems gain on the others: split accuracy by difficulty with and without the factor. Scaling the rewards instead would change nothing, since the division by the spread cancels it.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'Every number here is assumed: the abstract names the two hardnesses, not the formula.',
    'Where no likeness to a demonstration is recorded, the data’s hardness stays neutral.',
    'A factor on a group that agrees changes nothing: all-wrong problems, the hardest, stay silent.',
  ],
  versusGrpo: 'GRPO with a factor per group.',
  tasks: ['modular-arithmetic', 'countdown'],
  slots: {
    advantage: advantage({
      params: {
        epsilon: number({ label: 'Epsilon in denominator', default: 1e-6, min: 0, max: 1, scale: 'log' }),
        dataScale: number({ label: 'Data’s hardness k₁', default: 1, min: 0, max: 2 }),
        modelScale: number({ label: 'Policy’s distance k₂', default: 1, min: 0, max: 2 }),
        demonstrated: number({ label: 'Demonstration’s reward', default: 1, min: -100, max: 100, note: 'Its score.' }),
        gapScale: number({
          label: 'Unit of the distance',
          default: 0.5,
          min: 0.01,
          max: 100,
          scale: 'log',
          note: 'A gap of this size counts as large.',
        }),
      },
      compute: (batch, { epsilon, dataScale, modelScale, demonstrated, gapScale }) =>
        perGroup(batch, ['mean', 'std', 'dataHardness', 'responsiveness', 'factor'], (members, out) => {
          const rewards = pick(batch.reward, members)
          const centre = mean(rewards)
          const spread = members.length > 1 ? std(rewards, 1) : 0
          const hardness = batch.similarity ? 1 - mean(pick(batch.similarity, members)) : 0.5
          const distance = sigmoid((demonstrated - centre) / gapScale)
          const factor = clamp((1 + dataScale * (hardness - 0.5)) * (1 + modelScale * (distance - 0.5)), 0.5, 2)
          for (const i of members) {
            out.mean[i] = centre
            out.std[i] = spread
            out.dataHardness[i] = hardness
            out.responsiveness[i] = distance
            out.factor[i] = factor
            out.advantage[i] = standardise(factor * (batch.reward[i]! - centre), spread, epsilon)
          }
        }),
    }),
  },
})
