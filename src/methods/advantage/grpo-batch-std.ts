import { perGroup } from '../../core/estimator.ts'
import { mean, pick, standardise, std } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: TRL GRPOTrainer, scale_rewards "batch" (f2cd577). */
export default defineMethod({
  id: 'grpo-batch-std',
  title: 'GRPO, spread of the batch',
  paper: { title: 'Tricks or traps? A deep dive into RL for LLM reasoning', id: '2508.08221', year: 2025 },
  idea: 'Centre each response on its own group, but divide by the spread of all rewards in the batch, so that no problem is blown up for being nearly solved.',
  formula: String.raw`\hat A_i = \frac{r_i - \operatorname{mean}_\mathrm{group}(r)}{\operatorname{std}_\mathrm{batch}(r) + \varepsilon}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\operatorname{mean}_\\mathrm{group}(r)': { is: 'mean', text: 'mean reward of the group' },
    '\\operatorname{std}_\\mathrm{batch}(r)': { is: 'std', text: 'standard deviation over the whole batch' },
    '\\varepsilon': { is: 'epsilon', text: 'keeps the division finite' },
  },
  claim:
    'Keeps the advantages of a batch in one unit whatever the reward’s scale, without GRPO’s preference for problems that are nearly always or nearly never solved: plot |advantage| of the minority answer against the pass rate.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Groups see each other: one easy problem more in the batch changes the advantages of all.',
    'The batch’s spread also counts differences between problems, so advantages come out smaller than under GRPO.',
    'When everything in the batch agrees the deviation is 0 and only epsilon is left in the denominator.',
  ],
  versusGrpo: 'The deviation is that of the batch; the mean stays that of the group.',
  tasks: ['modular-arithmetic', 'bandit'],
  shipped: ['trl', 'ms-swift', 'roll', 'areal'],
  slots: {
    advantage: advantage({
      params: {
        epsilon: number({
          label: 'Epsilon in denominator',
          default: 1e-4,
          trl: 1e-4,
          min: 0,
          max: 1,
          scale: 'log',
        }),
      },
      compute: (batch, { epsilon }) => {
        const scored = Array.from(batch.reward).filter(r => !Number.isNaN(r))
        const spread = scored.length > 1 ? std(scored, 1) : 0
        return perGroup(batch, ['mean', 'std'], (members, out) => {
          const centre = mean(pick(batch.reward, members))
          for (const i of members) {
            out.mean[i] = centre
            out.std[i] = spread
            out.advantage[i] = standardise(batch.reward[i]! - centre, spread, epsilon)
          }
        })
      },
    }),
  },
})
