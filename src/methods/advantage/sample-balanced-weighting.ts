import { perGroup, whitenScored } from '../../core/estimator.ts'
import { tokenProbability } from '../../core/formulas/meanings.ts'
import { clamp, pick } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** No released code and no formula in the abstract: the smooth form is an assumption. */
export default defineMethod({
  id: 'sample-balanced-weighting',
  title: 'Sample-balanced weighting',
  paper: {
    title: 'VERIRL: boosting LLM-based Verilog code generation via reinforcement learning',
    id: '2508.18462',
    year: 2025,
  },
  idea: 'Learn most where reward and probability disagree: right but unlikely, or wrong but likely; leave alone what is already as it should be.',
  formula: String.raw`\hat A_i = w_i\, \frac{r_i - \operatorname{mean}_\mathrm{batch}(r)}{\operatorname{std}_\mathrm{batch}(r)}, \qquad w_i = \operatorname{clip}\bigl(\tfrac12 + |\tilde r_i - p_i|,\, w_\mathrm{min},\, w_\mathrm{max}\bigr)`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    w_i: { is: 'weight', text: 'its weight: large where reward and probability disagree' },
    '\\tilde r_i': { is: 'standing', text: 'its reward between the group’s worst, 0, and best, 1' },
    p_i: { is: 'probability', text: 'its probability per token, when sampled' },
    'w_\\mathrm{min}': { is: 'lightest', text: 'least weight' },
    'w_\\mathrm{max}': { is: 'heaviest', text: 'largest weight' },
  },
  claim:
    'Less forgetting and over-fitting: a success that is already likely counts half, a confident mistake up to three times as much. Go on training after the task is solved and watch held-out pass@1; nothing is promised at this scale. With a fifth of the verdicts flipped, ten seeds on sums ended behind Dr. GRPO’s.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'The paper names four classes of samples; the smooth weight and its bounds are assumptions made here.',
    'A group that agrees has no best and worst: its responses stand at one half.',
  ],
  versusGrpo: 'Standardised over the batch, and weighted by surprise.',
  tasks: ['modular-arithmetic', 'countdown'],
  slots: {
    advantage: advantage({
      needs: ['oldLogp'],
      params: {
        lightest: number({
          label: 'Least weight',
          default: 0.5,
          min: 0,
          max: 1,
          note: 'Where probability and reward agree.',
        }),
        heaviest: number({
          label: 'Largest weight',
          default: 1.5,
          min: 1,
          max: 10,
          note: 'Where probability and reward disagree most.',
        }),
      },
      compute: (batch, { lightest, heaviest }) => {
        const white = whitenScored(batch.reward, batch.reward, 1e-8)
        return perGroup(batch, ['standing', 'probability', 'weight'], (members, out) => {
          const rewards = pick(batch.reward, members)
          const [low, high] = [Math.min(...rewards), Math.max(...rewards)]
          for (const i of members) {
            out.standing[i] = high > low ? (batch.reward[i]! - low) / (high - low) : 0.5
            out.probability[i] = tokenProbability(batch, batch.oldLogp, i)
            out.weight[i] = clamp(0.5 + Math.abs(out.standing[i]! - out.probability[i]!), lightest, heaviest)
            out.advantage[i] = out.weight[i]! * white[i]!
          }
        })
      },
    }),
  },
})
