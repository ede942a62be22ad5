/** The work that is timed: one GRPO iteration of a policy on a problem that is made up. */
import type { Scalar } from '@tensorflow/tfjs-core'
import { uniform } from '../../core/rng.ts'
import type { Problem } from '../../core/task.ts'
import type { OptimiserSettings, Policy, Sampled, TrainRequest } from '../../policy/policy.ts'
import { tf } from '../../tensor/tf.ts'
import { responseLength, rowsOf, type Size } from './sizes.ts'

export const settings: OptimiserSettings = {
  optimiser: 'adam',
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  weightDecay: 0,
  maxGradNorm: 1,
}
export const clipRange = 0.2

/** The same prompt within a group. */
export const problemsOf = ({ config, promptLength, groups, groupSize }: Size): Problem[] =>
  Array.from({ length: groups * groupSize }, (_, i) => {
    const group = Math.floor(i / groupSize)
    const prompt = Array.from({ length: promptLength }, (_, t) => (group * 7 + t * 3) % config.vocabSize)
    return { index: group, prompt, text: '', data: {} }
  })

/** Full-length rollouts: without a stop token every implementation does the same work. */
export function rollout(policy: Policy, size: Size, iteration: number): Promise<Sampled> {
  const maxResponse = responseLength(size)
  return policy.sample({
    rows: problemsOf(size).map(problem => ({ problem, forced: [] })),
    uniforms: Float32Array.from({ length: rowsOf(size) * maxResponse }, (_, i) => uniform(1, iteration, i)),
    maxResponse,
    stop: [],
    temperature: 1,
    topK: 0,
    topP: 1,
    reportTop: 0,
  })
}

/** [rows] rewards less their group's mean, over its standard deviation; the reward is the share of even tokens. */
export function groupAdvantages(size: Size, { token, tokenStart }: Pick<Sampled, 'token' | 'tokenStart'>) {
  const reward = problemsOf(size).map((_, row) => {
    const response = token.subarray(tokenStart[row], tokenStart[row + 1])
    return response.filter(id => id % 2 === 0).length / response.length
  })
  return Float32Array.from(reward, (own, row) => {
    const from = row - (row % size.groupSize)
    const group = reward.slice(from, from + size.groupSize)
    const mean = group.reduce((sum, value) => sum + value, 0) / group.length
    const variance = group.reduce((sum, value) => sum + (value - mean) ** 2, 0) / group.length
    return (own - mean) / (Math.sqrt(variance) + 1e-4)
  })
}

/** PPO's clipped surrogate, averaged over tokens. All responses have full length. */
export function trainRequest(size: Size, sampled: Pick<Sampled, 'token' | 'tokenStart' | 'logp'>): TrainRequest {
  const { token, tokenStart, logp: oldLogp } = sampled
  const advantages = groupAdvantages(size, sampled)
  return {
    rows: { problems: problemsOf(size), tokenStart, token },
    temperature: 1,
    logits: false,
    loss: ({ logp }) => {
      const advantage = tf.tensor2d(advantages, [rowsOf(size), 1])
      const ratio = tf.exp(tf.sub(logp, tf.tensor2d(oldLogp, logp.shape)))
      const clipped = tf.clipByValue(ratio, 1 - clipRange, 1 + clipRange)
      return tf.neg<Scalar>(tf.mean(tf.minimum(tf.mul(ratio, advantage), tf.mul(clipped, advantage))))
    },
  }
}
