import { spread } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { credit, defineMethod, probe } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { oneHardProblem } from '../../core/trainings.ts'
import { entropyOfCounts, gramParams, planningCounts, strategicTokens } from './hicra.math.ts'

/** Golden: derived from arXiv 2509.03646; the official repository (964c429) holds no code. */
export default defineMethod({
  id: 'hicra',
  title: 'HICRA',
  paper: {
    title: 'Emergent hierarchical reasoning in LLMs through reinforcement learning',
    id: '2509.03646',
    year: 2025,
  },
  idea: 'Tokens that plan matter more than tokens that carry the plan out: raise the credit of planning tokens, so that successful plans are reinforced harder and failed ones punished less.',
  formula: String.raw`\hat A_t = \hat A_i + \alpha\, p_t\, \bigl|\hat A_i\bigr|`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of its response' },
    '\\alpha': { is: 'planningBoost', text: 'how much more a planning token counts' },
    p_t: { is: 'planning', text: '1 for planning tokens' },
  },
  claim:
    'With the forks marked as planning tokens it learns fork-tokens a little faster than GRPO at first, and to the same end. Watch the entropy of planning tokens (planEntropy) against that of all tokens: the paper reports that execution settles first and plans diversify later, and gains on one model family but a loss on another.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'Credits of a group no longer sum to 0: planning tokens drift upwards on purpose, whatever they say.',
    'The paper finds planning tokens as frequent n-grams of successful solutions, grouped by meaning; here the world marks them, or equal n-grams of one batch are counted. On fork-tokens the most frequent ones are filler.',
    'Above α = 1 a failed plan would be rewarded.',
  ],
  versusGrpo: 'Adds a share of the advantage’s size to the tokens that plan.',
  tasks: ['fork-tokens'],
  standIn:
    'The task marks its deciding tokens as plans; the paper finds planning tokens as frequent word groups in successful solutions.',
  training: oneHardProblem,
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    credit: credit({
      needs: ['advantage', 'planning'],
      params: {
        planningBoost: number({
          label: 'Planning boost α',
          default: 0.2,
          paper: 0.2,
          min: 0,
          max: 1,
          note: '0 is GRPO.',
        }),
        ...gramParams,
      },
      compute: (batch, { planningBoost, planningFrom, ...grams }) => {
        const right = batch.correct ?? batch.reward.map(r => (r > 0 ? 1 : 0))
        const planning = planningFrom === 'world' ? batch.planning : strategicTokens(batch, right, grams)
        const base = spread(batch, batch.advantage)
        const boost = base.map((a, t) => planningBoost * planning[t]! * Math.abs(a))
        return { credit: base.map((a, t) => a + boost[t]!), explain: tokenColumns({ boost, planning }) }
      },
    }),
    probe: probe({
      needs: ['planning'],
      compute: batch => ({ metrics: { planEntropy: entropyOfCounts(planningCounts(batch)) } }),
    }),
  },
})
