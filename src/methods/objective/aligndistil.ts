import type { Rank, Tensor2D } from '@tensorflow/tfjs-core'
import { tokenColumns } from '../../core/estimator.ts'
import { credit, defineMethod, objective } from '../../core/method.ts'
import { disagreementOf, distilParams, divergenceOf, syntheticTeacher, tokenFacts } from './aligndistil.math.ts'

/** Golden: songmzhang/AlignDistil aligndistil_trainer.py (f80ca4e). */
export default defineMethod({
  id: 'aligndistil',
  title: 'AlignDistil',
  paper: {
    title: 'AlignDistil: token-level language model alignment as adaptive policy distillation',
    id: '2503.02832',
    year: 2025,
  },
  idea: 'RLHF with DPO’s reward is distillation, token by token: learn from a teacher that goes beyond a DPO model, away from one trained on the opposite, further where the two disagree.',
  formula: String.raw`\mathcal L_t = \frac{\beta}{\alpha_t} \mathrm{KL}\bigl(\pi_\theta \,\|\, \operatorname{softmax}(z_t + \alpha_t (z_t - z^-_t))\bigr), \quad \alpha_t = \beta_2\, \|p_t - p^-_t\|_1 + 10^{-3}`,
  symbols: {
    '\\beta': { is: 'dpoBeta', text: 'DPO’s price of leaving the reference' },
    z_t: { is: 'dpoLogits', text: 'logits of the DPO model before token t' },
    'z^-_t': { is: 'reverseLogits', text: 'the same of the model trained on the opposite' },
    '\\|p_t - p^-_t\\|_1': { is: 'disagreement', text: 'how far their probabilities differ, from 0 to 2' },
    '\\beta_2': { is: 'teacherReach', text: 'how far beyond the DPO model the teacher goes' },
  },
  claim:
    'Every token has a whole distribution to learn from instead of one number per response, and groups without signal teach too. On the token tree count the distinct right leaves that are kept. The paper’s gains are on AlpacaEval, MT-Bench and Arena-Hard.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Both models are exact here: the best policies of the frozen reference for these rewards and for their opposite. They know the verifier’s answers: this shows what a perfect teacher is worth.',
    'Where the models agree the weight is β / 0.001, thousands of times that of tokens where they differ. On fork-tokens, whose table sees only the place, hopeless prefixes thus hold the forks at the reference, and little is learned.',
    'The divergence is KL(student, teacher): it looks for one way of the teacher, not for all.',
  ],
  versusGrpo:
    'Distillation from a synthetic teacher on the policy’s own responses; rewards enter through the teacher only.',
  tasks: ['token-tree', 'bandit'],
  standIn:
    'Both teachers are the exact optimum of the reference for this reward and for its opposite, found by listing all answers; the paper trains a DPO model and a reverse one on preference data.',
  slots: {
    advantage: 'dr-grpo',
    aggregation: 'seq-mean-token-sum',
    credit: credit({
      needs: ['dpoLogits', 'reverseLogits'],
      compute: (batch, { dpoBeta }) => {
        const { reward, disagreement } = tokenFacts(batch, dpoBeta)
        return { credit: reward, explain: tokenColumns({ disagreement }) }
      },
    }),
    objective: objective({
      needs: ['logits', 'dpoLogits', 'reverseLogits'],
      params: distilParams,
      compute: (tf, { now, dpoLogits, reverseLogits }, params) => {
        const { teacherReach, teacherWeight, teacherForm, distilTemperature, dpoBeta: beta } = params
        const apart = disagreementOf(tf, dpoLogits, reverseLogits)
        const adaptive = tf.add<Tensor2D>(tf.mul(apart, teacherReach), 1e-3)
        const alpha = teacherWeight === 'adaptive' ? adaptive : tf.fill<Rank.R2>(adaptive.shape, beta / teacherReach)
        const teacher = syntheticTeacher(tf, dpoLogits, reverseLogits, alpha, teacherForm, distilTemperature)
        const divergence = divergenceOf(tf, now.logits, teacher, distilTemperature)
        return { loss: tf.div<Tensor2D>(tf.mul(divergence, beta), alpha), explain: { alpha, divergence } }
      },
    }),
  },
})
