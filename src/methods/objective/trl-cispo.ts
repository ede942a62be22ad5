import type { Tensor2D } from '@tensorflow/tfjs-core'
import { detach, levelParam, levelRatio } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { indicator } from '../../core/rows.ts'
import { cutInto } from '../../core/trainings.ts'

/** Golden: TRL GRPOTrainer._compute_loss, loss_type "cispo" (f2cd577; 1.16.0 for one ratio per response). */
export default defineMethod({
  id: 'trl-cispo',
  title: 'CISPO (TRL)',
  paper: { title: 'The art of scaling reinforcement learning compute for LLMs', id: '2510.13786', year: 2025 },
  idea: 'Weigh each token’s log-probability by its ratio, cut at an absolute cap and free below.',
  formula: String.raw`\mathcal L_t = -\operatorname{sg}[w_t]\, \hat A_t \log\pi_\theta(y_t), \quad w_t = \min(\rho_t, c)`,
  symbols: {
    w_t: { is: 'weight', text: 'ratio cut at the cap, without gradient' },
    '\\rho_t': {
      is: 'ratio',
      text: 'probability of token t now over its probability when sampled, or the response’s mean',
    },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'its log-probability' },
    c: { is: 'ratioCap', text: 'largest weight' },
  },
  claim:
    'A truncated importance weight bounds the variance and never silences a token. The scaling study behind the cap of 5 reports a higher ceiling than DAPO’s clip; at this size look only at the share of capped tokens, which stays near 0 until batches are several updates old.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The cap is TRL’s epsilon_high, taken as an absolute number: left unset it falls back to 0.2 and shrinks every gradient to a fifth.',
    'Nothing bounds the ratio from below: tokens that became rare lose their pull.',
    'TRL does not limit the log-ratio: extreme ratios overflow before they are cut.',
  ],
  versusGrpo: 'A capped weight without gradient instead of the clip.',
  tasks: ['fork-tokens', 'modular-arithmetic'],
  shipped: ['trl'],
  training: cutInto(16),
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    objective: objective({
      oneRatio: ({ ratioLevel }) => ratioLevel === 'response',
      params: {
        ratioLevel: levelParam,
        ratioCap: number({
          label: 'Largest weight',
          default: 5,
          paper: 5,
          trl: 5,
          min: 0.01,
          max: 100,
          scale: 'log',
          note: 'TRL without a setting takes 0.2.',
        }),
      },
      compute: (tf, tensors, { ratioCap, ratioLevel }) => {
        const { now, credit, mask } = tensors
        const ratio = levelRatio(tf, tensors, ratioLevel, 80)
        const weight = detach(tf, tf.minimum<Tensor2D>(ratio, ratioCap))
        const capped = tf.mul<Tensor2D>(indicator(tf, tf.greater(ratio, ratioCap)), mask)
        return { loss: tf.neg(tf.mul<Tensor2D>(tf.mul(weight, credit), now.logp)), explain: { ratio, weight, capped } }
      },
    }),
  },
})
