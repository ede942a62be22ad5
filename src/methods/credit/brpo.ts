import { groupMembers } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { budgetCredit, budgetParams, budgetScores, budgetSpans, priorOf } from './brpo.math.ts'

/** Golden: sail-sg/AnytimeReasoner brpo.py compute_cot_advantage (7e3f5bb). */
export default defineMethod({
  id: 'brpo',
  title: 'BRPO (AnytimeReasoner)',
  paper: {
    title: 'Optimizing anytime reasoning via budget relative policy optimization',
    id: '2505.13438',
    year: 2025,
  },
  idea: 'Cut the thinking off at several budgets and force an answer each time: a stretch of thinking is worth what the answers after it gain over those before it.',
  formula: String.raw`\hat A_t = R_s - \Bigl(\tfrac{s}{S} V^\mathrm{thought}_s + \tfrac{S - s}{S} V^\mathrm{group}_s\Bigr), \qquad R_s = \sum_{j \ge s} P_j\, x_j`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of the tokens between budget s and the one before' },
    R_s: { is: 'budgetReturn', text: 'expected reward over the budgets from s on' },
    x_j: { is: 'budgetReward', text: 'share of right answers when cut at budget j' },
    P_j: { is: 'budgetPrior', text: 'how likely budget j is' },
    S: { is: 'budgets', text: 'number of budgets' },
    'V^\\mathrm{thought}_s': {
      is: 'thoughtValue',
      text: 'promise of the same thought’s earlier answers, recent ones first',
    },
    'V^\\mathrm{group}_s': { is: 'groupValue', text: 'mean return of the group from budget s on' },
  },
  claim:
    'Credit differs along the response: thinking after the point where the answer is already right gets nearly none, and early stretches are paid for being useful early. On prm-hack the policy idles less: compare the length of responses with GRPO’s. Compare also the variance of credit under the four baselines. The paper’s lead over GRPO at every budget is not reproduced here.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The code’s discount of 0.5 per budget back appears as weights 2^j that grow towards the most recent budget.',
    'A thought that ended early keeps its last score for all larger budgets; a group of one has a group value of 0, so that its raw return remains.',
    'The paper trains the forced answers too, each against the others of its cut; here they are only measured.',
  ],
  versusGrpo:
    'Rewards at several cuts of each response, and a baseline that mixes siblings with the response’s own past; no division by the spread.',
  tasks: ['prm-hack'],
  standIn: 'The forced answers are really sampled, but only measured; the paper trains them too.',
  conventions: { paper: { budgets: 4, forcedAnswers: 4 } },
  slots: {
    advantage: 'dr-grpo',
    aggregation: 'token-mean',
    credit: credit({
      needs: ['budgetReward'],
      params: budgetParams,
      compute: (batch, params) => {
        const token = () => new Float32Array(batch.token.length)
        const [share, budgetReturn, thoughtValue, groupValue] = [token(), token(), token(), token()]
        for (const members of groupMembers(batch).map(all => all.filter(i => !Number.isNaN(batch.reward[i]!)))) {
          const spans = members.map(i => budgetSpans(batch, i))
          const budgets = Math.max(params.budgets, ...spans.map(({ length }) => length))
          const scores = spans.map(own => budgetScores(own, budgets))
          const prior = priorOf(params.budgetPrior, budgets)
          budgetCredit(scores, prior, params.budgetBaseline, params.budgetGrowth).forEach((found, row) => {
            spans[row]!.forEach(({ start, end }, s) => {
              budgetReturn.fill(found.returnToGo[s]!, start, end)
              thoughtValue.fill(found.thoughtValue[s]!, start, end)
              groupValue.fill(found.groupValue[s]!, start, end)
              share.fill(found.advantage[s]!, start, end)
            })
          })
        }
        const own = share.map((a, t) => (batch.mask?.[t] === 0 ? 0 : a))
        return { credit: own, explain: tokenColumns({ budgetReturn, thoughtValue, groupValue }) }
      },
    }),
  },
})
