import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core'
import { atLargest } from '../../core/formulas/divergence.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: verl trainer/distillation/fsdp/losses.py compute_forward_kl_topk (0.9.1). */
export default defineMethod({
  id: 'forward-kl-topk',
  title: 'Forward KL, top k',
  paper: { title: 'Distilling the knowledge in a neural network', id: '1503.02531', year: 2015 },
  idea: 'Match the teacher’s next-token distribution on the student’s own responses, over the few tokens that the teacher finds likeliest.',
  formula: String.raw`\mathcal L_t = \sum_{v \in \text{top } k} p_T(v) \bigl(\log p_T(v) - \log p_\theta(v)\bigr)`,
  symbols: {
    '\\sum_{v \\in \\text{top } k}': { is: 'teacherTop', text: 'how many of the teacher’s likeliest tokens' },
    'p_T(v)': { is: 'teacherNext', text: 'probability of token v under the teacher' },
    '\\log p_\\theta(v)': { is: 'logp', text: 'its log-probability under the student now' },
  },
  claim:
    'The whole distribution is learned from at once, so that it needs far fewer responses than a mark on the drawn token; and it covers: the student keeps every continuation that the teacher has. Compare the number of distinct right answers with opd’s, whose reverse KL settles on one.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Nothing is renormalised and the other tokens are not gathered: mass outside the teacher’s top k costs nothing, the value can be negative, and with k 1 the loss is not 0 where both agree.',
    'verl’s floor on log-probabilities also holds the gradient: what the student finds less likely is not learned.',
    'Trainers send the teacher’s top k over the network because a whole vocabulary is too large; here k of some 16 tokens is most of it.',
  ],
  versusGrpo: 'No reward and no advantage: a teacher’s distribution is matched on the student’s own responses.',
  tasks: ['token-tree', 'fork-tokens', 'bandit'],
  standIn: 'The teacher is a stronger start of the same small policy, or the exact optimum, in place of a large model.',
  shipped: ['verl'],
  slots: {
    aggregation: 'token-mean',
    objective: objective({
      needs: ['logits', 'teacherNext'],
      params: {
        teacherTop: number({ label: 'Top k', default: 8, min: 1, max: 256, integer: true, scale: 'log' }),
        leastLogp: number({
          label: 'Least log-probability',
          default: -1000,
          min: -1000,
          max: 0,
          aside: true,
          note: 'Less counts as this, of both sides; -1000 is off.',
        }),
      },
      compute: (tf, { now, teacherNext }, { teacherTop, leastLogp }) => {
        const student = tf.logSoftmax<Tensor3D>(now.logits)
        const top = atLargest(tf, teacherNext, [teacherNext, student], teacherTop)
        const [teacher, own] = top.map(logp => tf.maximum<Tensor3D>(logp, leastLogp))
        const mass = (logp: Tensor3D): Tensor2D => tf.sum(tf.exp(logp), 2)
        return {
          loss: tf.sum<Tensor2D>(tf.mul(tf.exp(teacher!), tf.sub(teacher!, own!)), 2),
          explain: { teacherMass: mass(top[0]!), studentMass: mass(top[1]!) },
        }
      },
    }),
  },
})
