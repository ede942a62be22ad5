/** At which places of a response OREO asks for consistency, and which log-ratios carry gradient (arXiv 2412.16145). */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { detach } from '../../core/formulas/surrogate.ts'
import type { Tf, TokenTensors } from '../../core/method.ts'
import { choice, number, type ParamSpecs } from '../../core/params.ts'
import { firstGenerated, indicator, nextGenerated, rowSum, segmentSum } from '../../core/rows.ts'

const forms = ['token', 'all tokens', 'step', 'response', 'single step'] as const
type Form = (typeof forms)[number]

export const oreoFormParams = {
  oreoForm: choice({
    label: 'Consistency of',
    options: forms,
    default: 'token',
    paper: 'token',
    aside: true,
    meaning: {
      token: 'every prefix; the gradient goes to the next token',
      'all tokens': 'every prefix; the gradient goes to all that follow',
      step: 'the beginnings of steps; the gradient goes to the step',
      response: 'the beginning alone; the gradient goes to all tokens',
      'single step': 'neighbours: V(t) - V(t+1) + β log-ratio - reward',
    },
  }),
  stepTokens: number({
    label: 'Tokens per step',
    default: 4,
    min: 1,
    max: 256,
    integer: true,
    aside: true,
    note: 'For the form step.',
  }),
} as const satisfies ParamSpecs

type Valued = Pick<TokenTensors, 'mask' | 'length'> & {
  readonly now: { readonly value: Tensor2D }
  readonly reward: Tensor2D
}

/** [n, T] number of each token's step, from 0: steps of so many generated tokens. */
const stepOf = (tf: Tf, mask: Tensor2D, tokens: number): Tensor2D =>
  tf.floor(tf.div<Tensor2D>(tf.sub(tf.cumsum(mask, 1), 1), tokens))

/**
 * [n, T] weights that turn a mean over tokens into one over the places where consistency is asked for; undefined where that
 * is every token.
 */
export function oreoStates(tf: Tf, { mask, length }: Valued, form: Form, tokens: number): Tensor2D | undefined {
  if (form !== 'step' && form !== 'response') return undefined
  const place = tf.sub<Tensor2D>(tf.cumsum(mask, 1), 1)
  const starts = tf.mul<Tensor2D>(indicator(tf, tf.equal(tf.mod(place, tokens), 0)), mask)
  const chosen = form === 'step' ? starts : firstGenerated(tf, mask)
  return tf.mul<Tensor2D>(chosen, tf.div(length, tf.maximum(rowSum(tf, chosen), 1)))
}

/**
 * [n, T] the log-ratios from each token to the end, `toEnd`, with gradient in those that the form lets through.
 * Source: jwhj/OREO pcl_trainer.loss, dro_loss, traj_loss (6f7403b).
 */
export function withGradient(
  tf: Tf,
  { mask }: Valued,
  logRatio: Tensor2D,
  toEnd: Tensor2D,
  form: Form,
  tokens: number,
): Tensor2D {
  if (form === 'all tokens' || form === 'response') return tf.cumsum<Tensor2D>(logRatio, 1, false, true)
  const own = form === 'step' ? segmentSum(tf, logRatio, stepOf(tf, mask, tokens), mask) : logRatio
  return tf.add<Tensor2D>(own, tf.sub(toEnd, detach(tf, own)))
}

/** [n, T] V(t) - V(t+1) + beta log-ratio - reward of the token; values without gradient. Source: single_step_loss, ibid. */
export function singleStep(tf: Tf, { now, reward, mask }: Valued, logRatio: Tensor2D, beta: number): Tensor2D {
  const value = detach(tf, now.value)
  const last = tf.sub<Tensor2D>(mask, nextGenerated(tf, mask, mask))
  const surprise = tf.sub<Tensor2D>(tf.sub(value, nextGenerated(tf, value, mask)), tf.mul(last, reward))
  return tf.add(surprise, tf.mul<Tensor2D>(logRatio, beta))
}
