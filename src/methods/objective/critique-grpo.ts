import type { Tensor2D } from '@tensorflow/tfjs-core'
import { clippedSurrogate, ratioOf } from '../../core/formulas/surrogate.ts'
import { aggregation, defineMethod, objective, sampler } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { refined } from './critique-grpo.math.ts'

/** Golden: zhangxy-2019/critique-GRPO critique_core_algos.py compute_token_on_off_policy_loss, process_refinement_groups (e8f03a2). */
export default defineMethod({
  id: 'critique-grpo',
  title: 'Critique-GRPO',
  paper: {
    title: 'Critique-GRPO: advancing LLM reasoning with natural language and numerical feedback',
    id: '2506.03106',
    year: 2025,
  },
  idea: 'Have every response criticised and refined, let the best refinement join the group in the place of one response, and shape its loss so that unlikely tokens are learned too.',
  formula: String.raw`\mathcal L_t = -\hat A_t \begin{cases} \dfrac{1}{1 + \gamma\, e^{-\log\pi_\theta(y_t)}} & x_t = 1 \\ \rho_t & x_t = 0 \end{cases}`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'reward minus the group’s mean, the refinement counted' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of token t now' },
    '\\gamma': {
      is: 'refinedShaping',
      text: 'where the shaped probability is one half, and its slope in log π largest',
    },
    x_t: { is: 'external', text: '1 for tokens of the refinement' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
  },
  claim:
    'Problems that reward alone leaves unsolved get a right response that is close to what the policy says by itself. On countdown few groups stay without a signal, and pass@1 runs a little ahead of GRPO’s, for nearly twice the responses; on token-tree, where GRPO finds its way by itself, it is a little behind.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The refinement is stored under the plain problem, without its critique: its tokens were never drawn like that, and no old policy corrects for it.',
    'The released loss divides the sum over all tokens by the padded length only: twice the responses, twice the loss.',
    'A failed refinement is pushed away as any failure is, with the shaping that made its unlikely tokens weigh most.',
  ],
  versusGrpo: 'One response of each group is a corrected one with a shaped loss; advantages keep their scale.',
  tasks: ['countdown', 'combination-chain', 'token-tree'],
  standIn:
    'The critic compares with a right answer of the task and gives its beginning up to the first token that differs; in the paper a language model writes the critique and the policy refines by it.',
  slots: {
    advantage: 'dr-grpo',
    sampler: sampler({
      writes: ['external'],
      compute: (handle, problems, groupSize, _, { draw }) => refined(handle, problems, groupSize, draw),
    }),
    objective: objective({
      needs: ['external'],
      params: {
        refinedShaping: number({
          label: 'Shaping γ',
          default: 0.1,
          paper: 0.1,
          min: 0.001,
          max: 10,
          scale: 'log',
          note: 'Tokens of the refinement with about this probability learn fastest.',
        }),
        ratioClip: number({
          label: 'Clip of own tokens',
          default: 0,
          paper: 0,
          min: 0,
          max: 1,
          note: 'How far the ratio may move; 0 is off.',
        }),
      },
      compute: (tf, { now, oldLogp, credit, external }, { refinedShaping, ratioClip }) => {
        const ratio = ratioOf(tf, now.logp, oldLogp, 0)
        const own =
          ratioClip > 0
            ? clippedSurrogate(tf, ratio, credit, { clipLow: ratioClip, clipHigh: ratioClip, dualClip: 0 }).loss
            : tf.neg(tf.mul<Tensor2D>(credit, ratio))
        const p = tf.exp(now.logp)
        const shaped = tf.div<Tensor2D>(p, tf.add(p, refinedShaping))
        const theirs = tf.neg(tf.mul<Tensor2D>(credit, shaped))
        return { loss: tf.where<Tensor2D>(tf.greater(external, 0), theirs, own), explain: { ratio, shaped } }
      },
    }),
    aggregation: aggregation({
      params: {
        lossOver: choice({
          label: 'Sum divided by',
          options: ['longest', 'tokens'],
          default: 'longest',
          paper: 'longest',
          meaning: { longest: 'the longest response, in tokens', tokens: 'all tokens' },
        }),
      },
      compute: (tf, loss, { mask, maxResponse = loss.shape[1], whole }, { lossOver }) => {
        const tokens = whole ? tf.scalar(whole.tokens) : tf.sum(mask)
        const over = lossOver === 'longest' ? tf.scalar(maxResponse) : tf.maximum(tokens, 1)
        return tf.div(tf.sum(loss), over)
      },
    }),
  },
})
