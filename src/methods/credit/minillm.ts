import type { Tensor2D } from '@tensorflow/tfjs-core'
import { spread } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { gapParams, rewardWeight, teacherLead } from '../../core/formulas/distil.ts'
import { klOver } from '../../core/formulas/divergence.ts'
import { credit, defineMethod, regulariser } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { leadToGo, toGoParams } from './minillm.math.ts'

/** Golden: TRL experimental/minillm MiniLLMTrainer (f2cd577). */
export default defineMethod({
  id: 'minillm',
  title: 'MiniLLM',
  paper: { title: 'MiniLLM: knowledge distillation of large language models', id: '2306.08543', year: 2023 },
  idea: 'Minimise the reverse KL to a teacher by policy gradient: a token answers for how the teacher likes what follows, and the next token alone is distilled exactly.',
  formula: String.raw`\hat A_t = w\, \hat A_i + \frac{\sum_{s \ge t} \gamma^{s-t} a_s}{\sum_{s \ge t} \gamma^{s-t}}, \quad a_s = \log\pi_T(y_s) - \log\pi_{\text{old}}(y_s)`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    w: { is: 'rewardWeight', text: 'weight of the rewards: 0 is pure distillation' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of the response, from its reward' },
    '\\gamma': { is: 'toGoDiscount', text: 'how much later tokens count' },
    a_s: { is: 'lead', text: 'how much likelier the teacher would have said it' },
    '\\log\\pi_T(y_s)': { is: 'teacherLogp', text: 'log-probability under the teacher' },
    '\\log\\pi_{\\text{old}}(y_s)': { is: 'oldLogp', text: 'log-probability under the student that wrote it' },
  },
  claim:
    'Forward KL makes a small student cover all that the teacher could say and put weight where neither is right; reverse KL looks for what the student can do well. The exact part removes the noise of the next token: set its weight to 0 and watch the gradient norm. The paper’s gains on instruction following are not reproduced here.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Without the division by length TRL’s code weighs token s by γ to the s, not to the s - t as its text says: late tokens vanish for all.',
    'In TRL’s normaliser masked places count 1e-4 each, and its mask never masks: the labels are the tokens themselves.',
    'The paper also mixes the teacher into sampling and adds a language-model loss on plain text; neither is in TRL nor here.',
    'TRL took the trainer out after July 2026.',
  ],
  versusGrpo: 'The credit of a token is the teacher’s opinion of what follows; rewards are optional.',
  tasks: ['token-tree', 'fork-tokens', 'bandit'],
  standIn: 'The teacher is a stronger start of the same small policy, or the exact optimum, in place of a large model.',
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    credit: credit({
      needs: ['advantage', 'oldLogp', 'teacherLogp'],
      params: { rewardWeight, ...toGoParams, ...gapParams },
      compute: (batch, { rewardWeight: reward, teacherGap, ...toGo }) => {
        const lead = teacherLead(batch, { teacherGap })
        const marks = leadToGo(batch, lead, toGo)
        const base = spread(batch, batch.advantage)
        return { credit: base.map((a, t) => reward * a + marks[t]!), explain: tokenColumns({ lead }) }
      },
    }),
    regulariser: regulariser({
      needs: ['logits', 'teacherNext'],
      params: {
        nextWeight: number({
          label: 'Weight of the exact part',
          default: 1,
          min: 0,
          max: 10,
          note: 'Of the KL(student, teacher) over the whole next token; 0 is off.',
        }),
      },
      active: ({ nextWeight }) => nextWeight !== 0,
      compute: (tf, { now, teacherNext }, { nextWeight }) => {
        const nextKl = klOver(tf, tf.logSoftmax(now.logits), teacherNext)
        return { term: tf.mul<Tensor2D>(nextKl, nextWeight), explain: { nextKl } }
      },
    }),
  },
})
