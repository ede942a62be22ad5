import { spread } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { trainedOf } from '../../core/formulas/rejected.ts'
import { standingParams } from '../../core/formulas/standing.ts'
import { mean, pick, standardise, std } from '../../core/math.ts'
import { advantage, credit, defineMethod } from '../../core/method.ts'
import { choice } from '../../core/params.ts'
import { filterParams, keptMarks, keptMembers } from './gfpo.math.ts'

/** Golden: TRL GFPOTrainer._generate_and_score_completions (b6ff4a7, removed since). */
export default defineMethod({
  id: 'gfpo',
  title: 'GFPO',
  paper: { title: 'Sample more to think less: group filtered policy optimization', id: '2508.09726', year: 2025 },
  idea: 'Sample more responses than are learned from, keep the shortest (or the most rewarding per token) of each group, and compare only those.',
  formula: String.raw`\hat A_i = \frac{r_i - \operatorname{mean}_S(r)}{\operatorname{std}_S(r) + \varepsilon}\ \text{ for } i \in S`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i; 0 for those that were filtered out' },
    r_i: { is: 'reward', text: 'its reward' },
    S: { is: 'keepOf', text: 'the k responses of the group that are kept' },
    '\\operatorname{mean}_S(r)': { is: 'mean', text: 'mean reward of the kept' },
    '\\operatorname{std}_S(r)': { is: 'std', text: 'their deviation' },
    '\\varepsilon': { is: 'epsilon', text: 'keeps the division finite' },
  },
  claim:
    'Responses grow shorter without a length term in the reward, because what is long is never imitated: compare length and accuracy with GRPO on length-budget. The price is paid in sampling, so compare per sampled response too, not per update.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'In TRL’s version, removed in 2026, the filter saw windows of neighbouring completions instead of the groups, so from the second group on filters that look at completions judged the wrong ones.',
    'With one response kept TRL divides by NaN; here it gets 0 and nothing is learned.',
    'A short wrong answer is kept before a long right one: filter by reward per token where short answers give up.',
  ],
  versusGrpo: 'Mean, deviation and loss know only the kept responses of each group.',
  tasks: ['length-budget', 'modular-arithmetic'],
  training: { because: 'groups that are much larger than what is kept of them', params: { groupSize: 16 } },
  slots: {
    advantage: advantage({
      params: {
        ...filterParams,
        epsilon: { ...standingParams.epsilon, default: 1e-4 },
        keptSpread: choice({
          label: 'Divide by the deviation of',
          options: ['group', 'batch', 'none'],
          default: 'group',
          meaning: { group: 'the kept of the group', batch: 'the kept of the batch', none: 'nothing' },
        }),
      },
      compute: (batch, { epsilon, keptSpread, ...filter }) => {
        const groups = keptMembers(batch, filter)
        const out = { advantage: new Float32Array(batch.rollouts), mean: new Float32Array(batch.rollouts) }
        const spreads = new Float32Array(batch.rollouts).fill(1)
        const deviation = (rows: readonly number[]) => (rows.length > 1 ? std(pick(batch.reward, rows), 1) : 0)
        for (const rows of groups) {
          const centre = mean(pick(batch.reward, rows))
          const spread = deviation(keptSpread === 'batch' ? groups.flat() : rows)
          for (const i of rows) {
            out.mean[i] = centre
            spreads[i] = keptSpread === 'none' ? 1 : spread
            const distance = batch.reward[i]! - centre
            out.advantage[i] = keptSpread === 'none' ? distance : standardise(distance, spread, epsilon)
          }
        }
        return { advantage: out.advantage, explain: rolloutColumns(['mean', 'std'], { mean: out.mean, std: spreads }) }
      },
    }),
    credit: credit({
      needs: ['advantage'],
      writes: ['trained'],
      params: filterParams,
      compute: (batch, filter) => {
        const kept = keptMarks(batch, filter)
        return {
          credit: spread(batch, batch.advantage),
          columns: { trained: trainedOf(batch, kept) },
          explain: rolloutColumns(['kept'], { kept }),
        }
      },
    }),
  },
})
