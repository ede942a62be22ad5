import { perGroup, rolloutColumns } from '../../core/estimator.ts'
import { baselineParam, batchSpreadParam, centresOf, spreadsOf, standingParams } from '../../core/formulas/standing.ts'
import { standardise } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'

/**
 * Golden: TRL GRPOTrainer, scale_rewards "batch" (f2cd577); ms-swift compute_advantages (3602360); ROLL reward_norm
 * (8eb27cc); AReaL Normalization (4aef98d).
 */
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
        epsilon: { ...standingParams.epsilon, default: 1e-4 },
        ddof: standingParams.ddof,
        baselineOver: baselineParam,
        spreadOver: batchSpreadParam,
      },
      compute: (batch, { epsilon, ddof, baselineOver, spreadOver }) => {
        const centre = new Float32Array(batch.rollouts)
        perGroup(batch, [], members => {
          centresOf(batch.reward, members, baselineOver).forEach((value, k) => {
            centre[members[k]!] = value
          })
        })
        const how = { spreadOver, stdFloor: 0 }
        const all = [...batch.reward.keys()]
        const spread = spreadsOf(batch.reward, all, ddof, how, Array.from(centre))
        return {
          advantage: batch.reward.map((r, i) => standardise(r - centre[i]!, spread[i]!, epsilon)),
          explain: rolloutColumns(['mean', 'std'], { mean: centre, std: Float32Array.from(spread) }),
        }
      },
    }),
  },
})
