/**
 * One forward and backward pass of a tiny network whose answer is known, run before a backend is trusted: GPU drivers
 * have been seen to return wrong numbers without a word.
 */
import type { Scalar } from '@tensorflow/tfjs-core'
import { fail } from '../core/fail.ts'
import { type GptConfig, gptLayout, parameterCount } from '../core/policy.ts'
import type { Problem } from '../core/task.ts'
import { tf } from '../tensor/tf.ts'
import { freshState } from './optimiser.ts'
import type { Policy, PolicyTensors, Rows } from './policy.ts'

export const selfTestConfig: GptConfig = {
  vocabSize: 7,
  blockSize: 6,
  nLayer: 1,
  nHead: 2,
  nEmbd: 32,
  valueHead: true,
}

const problem = (...prompt: number[]): Problem => ({ index: 0, prompt, text: '', data: {} })
export const selfTestRows: Rows = {
  problems: [problem(1, 4), problem(6)],
  tokenStart: Int32Array.of(0, 3, 5),
  token: Int32Array.of(2, 0, 5, 3, 3),
}
export const selfTestTemperature = 0.8

export const selfTestParameters = (): Float32Array =>
  Float32Array.from({ length: parameterCount(gptLayout(selfTestConfig)) }, (_, i) => 0.4 * Math.sin(1 + 7.3 * i))

/** Computed in double precision by the naive network of gpt-naive.ts, slopes by central differences; tested. */
export const selfTestAnswer: SelfTestResult = {
  loss: 26.111801,
  slopes: [76.578198, -34.573141, 64.171489],
}
const tolerance = 1e-3

/** Sum over the five tokens of logp + entropy / 2 + value^2, each token weighted 1, 2, ... along its row. */
function selfTestLoss({ logp, entropy, value }: PolicyTensors): Scalar {
  const weight = tf.tensor2d([1, 2, 3, 1, 2, 0], [2, 3])
  const terms = [logp, tf.mul(entropy, 0.5), ...(value ? [tf.square(value)] : [])]
  return tf.sum<Scalar>(tf.mul(tf.addN(terms), weight))
}

export interface SelfTestResult {
  readonly loss: number
  /** Product of the gradient with each of `selfTestDirections`. */
  readonly slopes: readonly number[]
}

/** Parameter i moves by the function's value; between them they see every weight. */
export const selfTestDirections: readonly ((i: number) => number)[] = [
  i => Math.cos(i),
  i => Math.sin(2 * i),
  i => Math.cos(3 * i + 1),
]

/** Fails when the policy, which must be of `selfTestConfig` and is written to, computes anything but the known numbers. */
export async function selfTest(policy: Policy): Promise<void> {
  policy.write(freshState(selfTestParameters()))
  const { loss, gradient } = await policy.gradient({
    rows: selfTestRows,
    temperature: selfTestTemperature,
    logits: false,
    loss: selfTestLoss,
  })
  check('loss', loss, selfTestAnswer.loss)
  selfTestDirections.forEach((direction, k) => {
    const slope = gradient.reduce((total, g, i) => total + g * direction(i), 0)
    check(`slope ${k}`, slope, selfTestAnswer.slopes[k]!)
  })
}

function check(what: string, got: number, expected: number): void {
  if (Math.abs(got - expected) <= tolerance * Math.abs(expected)) return
  fail('policy.selfTest', `a ${what} of ${expected}`, `${got}`, 'This backend computes wrongly here; take another.')
}
