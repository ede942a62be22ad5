import { spread } from '../../core/batch.ts'
import { rewardToGo } from '../../core/episode.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { distilWeight, gapParams, rewardWeight, teacherLead } from '../../core/formulas/distil.ts'
import { credit, defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { opdLoss, opdLossParams } from './opd.math.ts'

/** Golden: NeMo-RL OPDAdvantageEstimator (7ea279a); slime (624b824), tinker (9dfcc3a), Trinity (0.6.0), prime-rl (559b447). */
export default defineMethod({
  id: 'opd',
  title: 'On-policy distillation',
  paper: {
    title: 'On-policy distillation of language models: learning from self-generated mistakes',
    id: '2306.13649',
    year: 2023,
  },
  idea: 'Let a teacher mark every token of the student’s own responses: its credit is how much likelier the teacher would have said it.',
  formula: String.raw`\hat A_t = w\, \hat A_i + c\, \bigl(\log\pi_T(y_t) - \log\pi_{\text{old}}(y_t)\bigr)`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    w: { is: 'rewardWeight', text: 'weight of the rewards: 0 is pure distillation' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of the response, from its reward' },
    c: { is: 'distilWeight', text: 'weight of the teacher' },
    '\\log\\pi_T(y_t)': { is: 'teacherLogp', text: 'log-probability under the teacher' },
    '\\log\\pi_{\\text{old}}(y_t)': { is: 'oldLogp', text: 'log-probability under the student that wrote it' },
  },
  claim:
    'A mark per token instead of one per response, and groups without a success teach too: Thinking Machines (2025) report a teacher’s score at a small part of the compute of RL. Start on a task where hardly anybody succeeds and compare pass@1 with GRPO’s; with w above 0 the student can pass a teacher that is not perfect.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Pure distillation ends at the teacher, its mistakes included: no reward enters.',
    'The mark looks at one token only: a token that leads into a corner is blamed later, at the tokens in the corner. tinker can add the discounted marks of later tokens.',
    'tinker and TRL take the log-probabilities of the sampler, the others those of the trainer: with a sampler that lags they differ.',
    'prime-rl takes the student of now in every update, and drops tokens that have become rarer by 0.2 or more whatever the sign of their mark.',
  ],
  versusGrpo: 'The credit of a token comes from a teacher; rewards are optional.',
  tasks: ['token-tree', 'fork-tokens', 'bandit'],
  standIn: 'The teacher is a stronger start of the same small policy, or the exact optimum, in place of a large model.',
  shipped: ['verl', 'nemo-rl', 'slime', 'roll', 'prime-rl', 'tinker', 'ms-swift', 'trinity'],
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    credit: credit({
      needs: ['advantage', 'oldLogp', 'teacherLogp'],
      params: {
        rewardWeight,
        distilWeight,
        ...gapParams,
        distilDiscount: number({
          label: 'Discount of later marks',
          default: 0,
          by: { tinker: 0 },
          min: 0,
          max: 1,
          aside: true,
          note: 'Each token also gets the marks of later ones, at this rate; 0: its own only.',
        }),
      },
      compute: (batch, { rewardWeight: reward, distilWeight: weight, distilDiscount, ...against }) => {
        const lead = teacherLead(batch, against)
        const marks = rewardToGo(batch, lead, distilDiscount)
        const base = spread(batch, batch.advantage)
        return { credit: base.map((a, t) => reward * a + weight * marks[t]!), explain: tokenColumns({ lead }) }
      },
    }),
    objective: objective({
      params: { distilWeight, ...opdLossParams },
      compute: (tf, tensors, values) => opdLoss(tf, tensors, values),
    }),
  },
})
