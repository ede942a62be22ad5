import type { Tensor3D } from '@tensorflow/tfjs-core'
import { divergence } from '../../core/formulas/divergence.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: TRL experimental/gkd GKDTrainer.generalized_jsd_loss (f2cd577). */
export default defineMethod({
  id: 'gkd',
  title: 'GKD',
  paper: {
    title: 'On-policy distillation of language models: learning from self-generated mistakes',
    id: '2306.13649',
    year: 2023,
  },
  idea: 'Match a teacher’s next-token distribution on the student’s own responses, by a divergence that lies between covering all that the teacher says and settling on some of it.',
  formula: String.raw`\mathcal L_t = \beta\,\mathrm{KL}(p_T \,\|\, m) + (1 - \beta)\,\mathrm{KL}(p_\theta \,\|\, m), \quad m = \beta\, p_T + (1 - \beta)\, p_\theta`,
  symbols: {
    p_T: { is: 'teacherNext', text: 'next token under the teacher' },
    'p_\\theta': { is: 'probability', text: 'next token under the student now' },
    '\\beta': { is: 'gkdBeta', text: '0: forward KL, 1: reverse KL, as special cases; between them a mixture' },
  },
  claim:
    'What the student meets is what it says itself, so that its own mistakes are corrected: distilling on the teacher’s texts never shows them. Forward KL covers, reverse KL settles; the mixture lies between and is bounded, so that no single token can blow it up.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Near β = 0 or 1 the mixture’s loss goes to 0; exactly there it is another loss, the forward or reverse KL, many times as large.',
    'Without labels TRL divides by responses, with labels by tokens: the same settings give losses far apart.',
    'Both sides are divided by the temperature, which is not that of sampling.',
  ],
  versusGrpo: 'No reward and no advantage: a teacher’s distribution is matched on the student’s own responses.',
  tasks: ['token-tree', 'fork-tokens', 'bandit'],
  standIn:
    'The teacher is a stronger start of the same small policy, or the exact optimum, in place of a large model. All responses are the student’s own; the share on given data is left out.',
  shipped: ['trl'],
  slots: {
    aggregation: 'token-mean',
    objective: objective({
      needs: ['logits', 'teacherNext'],
      params: {
        gkdBeta: number({ label: 'Mixture β', default: 0.5, paper: 0.5, trl: 0.5, min: 0, max: 1 }),
        gkdTemperature: number({
          label: 'Temperature of the loss',
          default: 1,
          trl: 0.9,
          min: 0.05,
          max: 10,
          scale: 'log',
          note: 'Divides the logits of both.',
        }),
      },
      compute: (tf, { now, teacherNext }, { gkdBeta, gkdTemperature }) => {
        const cooled = (logits: Tensor3D) => tf.logSoftmax<Tensor3D>(tf.div(logits, gkdTemperature))
        const loss = divergence(tf, cooled(now.logits), cooled(teacherNext), gkdBeta)
        return { loss, explain: { divergence: loss } }
      },
    }),
  },
})
