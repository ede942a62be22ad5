import type { Scalar } from '@tensorflow/tfjs-core'
import { defineMethod, regulariser } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: derived from equation 1 of the report. */
export default defineMethod({
  id: 'confucius3-ter',
  title: 'Confucius3, targeted entropy',
  paper: {
    title: 'Confucius3-Math: a lightweight high-performance reasoning LLM for Chinese K-12 mathematics learning',
    id: '2506.18330',
    year: 2025,
  },
  idea: 'Hold entropy at a target from both sides: the loss grows with the distance, so entropy is raised below the target and lowered above it.',
  formula: String.raw`L = L_\mathrm{GRPO} + c\,\bigl|H - H^\star\bigr|`,
  symbols: {
    H: { is: 'entropy', text: 'mean entropy over the batch’s tokens, now' },
    'H^\\star': { is: 'entropyGoal', text: 'the target, nats' },
    c: { is: 'goalWeight', text: 'strength of the pull' },
  },
  claim:
    'Entropy settles near the target where plain GRPO’s falls to nothing or, as in the report’s first stage, shoots up. On the token tree count the right leaves that survive.',
  panel: 'formula',
  confidence: 'paper-verified',
  pitfalls: [
    'The pull has the same strength at any distance, so entropy swings around the target: the smaller c, the less.',
    'The report’s weight of 0.001 suits entropies over a hundred thousand words; tiny vocabularies need more.',
    'A target above the logarithm of the vocabulary’s size can never be met.',
  ],
  versusGrpo: 'GRPO with a two-sided entropy term.',
  tasks: ['token-tree', 'bandit', 'countdown'],
  conventions: { paper: { goalWeight: 0.001 } },
  slots: {
    advantage: 'grpo',
    regulariser: regulariser({
      needs: ['entropy'],
      params: {
        entropyGoal: number({ label: 'Target entropy', default: 0.55, paper: 0.55, min: 0, max: 10 }),
        goalWeight: number({ label: 'Pull to the target', default: 0.05, min: 0, max: 10, scale: 'log' }),
      },
      active: ({ goalWeight }) => goalWeight !== 0,
      compute: (tf, { now, length }, { entropyGoal, goalWeight }) => {
        const gap = tf.sub(tf.div(tf.sum(now.entropy), tf.maximum(tf.sum(length), 1)), entropyGoal)
        // Not tf.abs, whose gradient at 0 is not 0.
        return tf.mul<Scalar>(tf.mul(gap, tf.sign(gap)), goalWeight)
      },
    }),
  },
})
