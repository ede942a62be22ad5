import { maskOf } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { earlyWeights, gapParams, teacherLead } from '../../core/formulas/distil.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: TRL experimental/iw_opd IWOPDTrainer._compute_iw_opd_loss (1.16.0). */
export default defineMethod({
  id: 'iw-opd',
  title: 'IW-OPD',
  paper: {
    title: 'On the position bias of on-policy distillation',
    id: '2606.22600',
    year: 2026,
  },
  idea: 'Distil on the student’s own responses, and weigh a token less the more teacher and student have already parted before it.',
  formula: String.raw`\hat A_t = w_t\, a_t, \quad a_t = \log\pi_T(y_t) - \log\pi_{\text{old}}(y_t), \quad w_t = 1 + \gamma \Bigl(1 - \frac{\sum_{s<t} |a_s|}{\sum_s |a_s|}\Bigr)`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    a_t: { is: 'lead', text: 'how much likelier the teacher would have said it' },
    w_t: { is: 'earliness', text: 'weight of the token, falling along the response' },
    '\\gamma': { is: 'earlyBoost', text: 'how much more the first token counts than the end' },
    '\\log\\pi_T(y_t)': { is: 'teacherLogp', text: 'log-probability under the teacher' },
    '\\log\\pi_{\\text{old}}(y_t)': { is: 'oldLogp', text: 'log-probability under the student that wrote it' },
  },
  claim:
    'The later a token, the further the student’s text has left what the teacher would write, and the less its mark is worth: the paper finds the first third of the tokens almost as good as all. Here the weight falls from 1 + γ to 1 along each response; watch it on fork-tokens, where the early forks decide, beside plain distillation (γ = 0).',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The weight looks at the size of disagreements only: an early token that the teacher likes more counts as much as one that it likes less.',
    'Every weight is at least 1, so that the mean weight, and with it the size of an update, grows with γ.',
    'Without recorded log-probabilities of the sampler TRL takes the student’s own.',
  ],
  versusGrpo: 'The credit of a token comes from a teacher, and falls with what went before it; no reward enters.',
  tasks: ['fork-tokens', 'token-tree', 'bandit'],
  standIn: 'The teacher is a stronger start of the same small policy, or the exact optimum, in place of a large model.',
  shipped: ['trl'],
  slots: {
    objective: 'reinforce',
    aggregation: 'token-mean',
    credit: credit({
      needs: ['oldLogp', 'teacherLogp'],
      params: {
        earlyBoost: number({ label: 'Early boost γ', default: 0.5, trl: 0.5, min: 0, max: 10 }),
        leastDisagreement: number({
          label: 'Least disagreement',
          default: 1e-8,
          trl: 1e-8,
          min: 1e-12,
          max: 1,
          scale: 'log',
          aside: true,
          note: 'Of a whole response, in nats; keeps the division finite.',
        }),
        ...gapParams,
      },
      compute: (batch, { earlyBoost, leastDisagreement, ...against }) => {
        const lead = teacherLead(batch, against)
        const weights = earlyWeights(batch, lead, earlyBoost, leastDisagreement)
        const mask = maskOf(batch)
        const earliness = weights.map((weight, t) => weight * mask[t]!)
        return { credit: lead.map((a, t) => a * earliness[t]!), explain: tokenColumns({ lead, earliness }) }
      },
    }),
  },
})
