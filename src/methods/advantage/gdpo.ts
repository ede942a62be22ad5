import { lengths, spread, whitenTokens } from '../../core/batch.ts'
import { whitenScored } from '../../core/estimator.ts'
import { advantage, credit, defineMethod, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { finalOver, gdpoParams, scores } from './gdpo.math.ts'

/**
 * Golden: TRL GRPOTrainer, multi_objective_aggregation "normalize_then_sum" (1.16.0); verl
 * compute_gdpo_outcome_advantage (0.9.1); NeMo-RL GDPOAdvantageEstimator (7ea279a); ms-swift compute_advantages (3602360).
 */
export default defineMethod({
  id: 'gdpo',
  title: 'GDPO',
  paper: { title: 'GDPO: group reward-decoupled normalization policy optimization', id: '2601.05242', year: 2026 },
  idea: 'With several rewards, standardise each within its group before adding them up, so that none drowns in the spread of another.',
  formula: String.raw`\hat A_i = \frac{s_i - \operatorname{mean}_\mathrm{batch}(s)}{\operatorname{std}_\mathrm{batch}(s) + \varepsilon}, \qquad s_i = \sum_f w_f\, \frac{r_{i,f} - \operatorname{mean}(r_f)}{\operatorname{std}(r_f) + \varepsilon}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    s_i: { is: 'score', text: 'sum of its standardised rewards' },
    'r_{i,f}': { is: 'reward', text: 'its reward of kind f; their sum is the reward that is shown' },
    w_f: { is: 'otherWeight', text: 'weight of kind f; kinds go by their names, and this is the second’s' },
    '\\varepsilon': { is: 'epsilon', text: 'keeps the divisions finite' },
  },
  claim:
    'Two responses that are right in one respect and in two respects get the same advantage from GRPO when each stands against a sibling with nothing; here the second gets twice as much before the last division. Watch the rarer reward rise sooner.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Normalised, an easy second reward counts as much as the verifier: on modular-arithmetic a full weight for brevity drives out being right; lower it and watch both.',
    'The last standardisation runs over the batch, so groups see each other even with one kind of reward.',
    'A kind of reward in which a group differs by a hair counts as much as one in which it differs fully.',
    'A reward function that does not apply leaves its term out: such responses have smaller sums.',
    'verl divides last over tokens, so long responses move mean and deviation more; it refuses a batch with a single token, which gets 0 here.',
    'NeMo-RL takes the mean and the deviation of each kind from the other responses, and orders weights by the kinds’ names, as here; TRL and verl order them by their own lists.',
  ],
  versusGrpo: 'Standardise, then add; GRPO adds, then standardises.',
  tasks: ['modular-arithmetic', 'countdown', 'length-budget'],
  shipped: ['trl', 'verl', 'nemo-rl', 'ms-swift'],
  slots: {
    reward: reward({
      params: {
        brevity: number({
          label: 'Second reward: brevity',
          default: 0.2,
          min: 0,
          max: 2,
          note: 'Only where the task has a single reward: the most that being short can earn beside it. 0 is off.',
        }),
      },
      compute: (batch, { brevity }) => {
        if (batch.rewardParts || brevity === 0) return { reward: batch.reward }
        const length = lengths(batch)
        const longest = length.reduce((a, b) => Math.max(a, b), 0)
        const short = length.map(l => (brevity * (longest - l)) / Math.max(1, longest))
        return {
          reward: batch.reward.map((r, i) => r + short[i]!),
          parts: { answer: batch.reward, brevity: short },
        }
      },
    }),
    advantage: advantage({
      params: gdpoParams,
      compute: (batch, params) => {
        const score = scores(batch, params)
        return {
          advantage:
            params.finalOver === 'tokens'
              ? Float32Array.from(score)
              : whitenScored(batch.reward, score, params.finalEpsilon),
          explain: { score: { extent: 'rollout', values: Float32Array.from(score) } },
        }
      },
    }),
    credit: credit({
      needs: ['advantage'],
      params: { finalOver },
      compute: (batch, params) => {
        const own = spread(batch, batch.advantage)
        return { credit: params.finalOver === 'tokens' ? whitenTokens(batch, own) : own }
      },
    }),
  },
})
