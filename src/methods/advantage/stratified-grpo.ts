import { perGroup } from '../../core/estimator.ts'
import { strataOf } from '../../core/formulas/strata.ts'
import { mean, type Numbers, pick, standardise, std } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { searching } from '../../core/trainings.ts'

/** 0 for too few to have one. */
const deviation = (values: Numbers, ddof: number): number => (values.length > ddof ? std(values, ddof) : 0)

/** How a value stands among others, in their deviations; 0 where they agree. */
function score(value: number, others: Numbers, ddof: number, epsilon: number): number {
  return standardise(value - mean(others), deviation(others, ddof), epsilon)
}

/** Golden: derived; population deviations. */
export default defineMethod({
  id: 'stratified-grpo',
  title: 'Stratified GRPO',
  paper: {
    title: 'Stratified GRPO: handling structural heterogeneity in reinforcement learning of LLM search agents',
    id: '2510.06214',
    year: 2025,
  },
  idea: 'Compare a response with siblings of its own kind, such as those with as many turns, and only a little with all of them.',
  formula: String.raw`\hat A_i = \alpha\, \frac{r_i - \mu_k}{\sigma_k + \varepsilon} + (1 - \alpha)\, \frac{r_i - \mu}{\sigma + \varepsilon}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\mu_k': { is: 'stratumMean', text: 'mean reward of its stratum k' },
    '\\mu': { is: 'mean', text: 'mean reward of the group' },
    '\\alpha': { is: 'blend', text: 'share of the comparison within the stratum' },
    '\\varepsilon': { is: 'epsilon', text: 'keeps the divisions finite' },
    '\\sigma_k': { is: 'stratumStd', text: 'deviation of its stratum' },
    '\\sigma': { is: 'std', text: 'deviation of the group' },
  },
  claim:
    'A kind of response that is still clumsy is not judged against one that is already polished, as happens where guessing is easy and searching must first be learned. With α = 1 the choice of kind never changes, since no gradient crosses strata; with an easy search GRPO wins.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'Pure stratification cannot learn which stratum to choose: keep α below 1.',
    'Here a stratum is the number of turns, which grows with every search that the paper counts; where there are no turns, the length in tokens.',
    'A response alone in its stratum learns from the blend’s second half only.',
    'In search or answer it was no better than GRPO: as made, both learn to search in 3 of 3 seeds (150 iterations); with 4 problems of 8 responses and a learning rate of 0.2, both in 2 of 4 (100 iterations), and the others settle on guessing.',
    'In that world all guesses of one group are right or all are wrong, so that a stratum of guesses never teaches by itself.',
  ],
  versusGrpo: 'Most of the comparison happens within strata; α = 0 is GRPO with population deviations.',
  tasks: ['search-or-answer', 'length-budget'],
  training: searching,
  slots: {
    advantage: advantage({
      params: {
        blend: number({ label: 'Blend α', default: 0.8, min: 0, max: 1, note: '1 compares within strata only.' }),
        epsilon: number({ label: 'Epsilon in denominators', default: 1e-8, min: 0, max: 1, scale: 'log' }),
        ddof: number({
          label: 'Std divides by n minus',
          default: 0,
          min: 0,
          max: 1,
          integer: true,
          note: '0: of the population, 1: of a sample.',
        }),
      },
      compute: (batch, { blend, epsilon, ddof }) => {
        const strata = strataOf(batch)
        const names = ['mean', 'std', 'stratum', 'stratumMean', 'stratumStd', 'within', 'overall', 'offset'] as const
        return perGroup(batch, names, (members, out) => {
          const all = pick(batch.reward, members)
          for (const i of members) {
            const same = members.filter(j => strata[j] === strata[i])
            const alike = pick(batch.reward, same)
            out.stratum[i] = strata[i]!
            out.mean[i] = mean(all)
            out.stratumMean[i] = mean(alike)
            out.std[i] = deviation(all, ddof)
            out.stratumStd[i] = deviation(alike, ddof)
            out.offset[i] = mean(alike) - mean(all)
            out.within[i] = score(batch.reward[i]!, alike, ddof, epsilon)
            out.overall[i] = score(batch.reward[i]!, all, ddof, epsilon)
            out.advantage[i] = blend * out.within[i]! + (1 - blend) * out.overall[i]!
          }
        })
      },
    }),
  },
})
