import { rolloutColumns } from '../../core/estimator.ts'
import { baselineParam, batchSpreadParam, centresOf, spreadsOf, standingParams } from '../../core/formulas/standing.ts'
import { standardise } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'
import { choice } from '../../core/params.ts'

/**
 * Golden: rLLM calculate_prpo_advantages (9beb6e0); ROLL reward_norm (8eb27cc) and AReaL Normalization (4aef98d) with
 * mean and deviation of the batch.
 */
export default defineMethod({
  id: 'prpo',
  title: 'PRPO',
  paper: { title: 'rLLM, trainer/algorithms/advantage.py (no paper is named there)', year: 2026 },
  idea: 'Standardise each reward over the whole batch instead of over its group: an answer counts by how it compares with the answers to all problems.',
  formula: String.raw`\hat A_i = \frac{r_i - \operatorname{mean}_\mathrm{batch}(r)}{\operatorname{std}_\mathrm{batch}(r) + \varepsilon}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\operatorname{mean}_\\mathrm{batch}(r)': { is: 'mean', text: 'mean reward of the batch' },
    '\\operatorname{std}_\\mathrm{batch}(r)': { is: 'std', text: 'deviation of the rewards of the batch' },
    '\\varepsilon': { is: 'epsilon', text: 'keeps the division finite' },
  },
  claim:
    'No group is silent: all-correct groups are pushed up and all-wrong ones down. But the baseline knows nothing of the problem, so easy problems are praised for being easy: compare the advantages of two all-correct groups, and the scatter of the gradient norm with GRPO’s.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'rLLM divides by the population deviation, ROLL and AReaL by the sample deviation.',
    'A baseline over the batch is biased towards problems that are solved more often than others: with many problems the mean says little about any of them.',
    'A leave-one-out mean with the deviation around it, as AReaL can be told, changes next to nothing here: with n responses both grow by n/(n-1).',
    'AReaL can also take the mean of the batch and a group’s deviation around it; no parameter here does that.',
  ],
  versusGrpo: 'Mean and deviation are those of the batch: groups do not matter at all.',
  tasks: ['modular-arithmetic', 'length-budget'],
  shipped: ['roll', 'areal'],
  slots: {
    advantage: advantage({
      params: {
        epsilon: standingParams.epsilon,
        ddof: { ...standingParams.ddof, default: 0, paper: 0, by: { roll: 1, areal: 1 } },
        baselineOver: baselineParam,
        spreadOver: batchSpreadParam,
        divideBy: choice({
          label: 'Divide by',
          options: ['deviation', 'nothing'],
          default: 'deviation',
          meaning: { deviation: 'the deviation of the batch', nothing: 'nothing: rewards keep their unit' },
        }),
      },
      compute: (batch, { epsilon, ddof, baselineOver, spreadOver, divideBy }) => {
        const all = [...batch.reward.keys()]
        const centres = centresOf(batch.reward, all, baselineOver)
        const spreads = spreadsOf(batch.reward, all, ddof, { spreadOver, stdFloor: 0 }, centres)
        const value = (r: number, i: number) =>
          divideBy === 'nothing' ? r - centres[i]! : standardise(r - centres[i]!, spreads[i]!, epsilon)
        return {
          advantage: batch.reward.map(value),
          explain: rolloutColumns(['mean', 'std'], {
            mean: Float32Array.from(centres),
            std: Float32Array.from(spreads),
          }),
        }
      },
    }),
  },
})
