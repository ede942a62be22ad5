import type { Scalar } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { uniform } from '../core/rng.ts'
import type { Problem } from '../core/task.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { freshState } from './optimiser.ts'
import type { PolicyTensors, Rows } from './policy.ts'
import { allowedTokens, logProbabilities, temper, tokenStatistics } from './sampling.ts'
import { createTabular, type TabularConfig } from './tabular.ts'

/** The situation is the problem and the last token: 2 problems, 4 tokens, or the start. */
const config: TabularConfig = {
  rows: 10,
  vocabSize: 4,
  rowOf: ({ index }, response) => 5 * index + (response.at(-1) ?? 4),
  valueHead: true,
  forbidden: [3],
}
const problem = (index: number): Problem => ({ index, prompt: [], text: '', data: {} })
const rows: Rows = {
  problems: [problem(0), problem(1), problem(0)],
  tokenStart: Int32Array.of(0, 3, 4, 6),
  token: Int32Array.of(1, 1, 0, 2, 0, 2),
}
const width = 3
const temperature = 0.6
const parameters = Float32Array.from({ length: 50 }, (_, i) => 1.5 * Math.sin(1 + 2.7 * i))
const weights = [1, 2, 3, 4, 0, 0, 5, 6, 0]

const loss = ({ logp, entropy, meanLogp, value, logits }: PolicyTensors): Scalar => {
  const terms = [
    tf.square(logp),
    tf.mul(entropy, 0.5),
    tf.mul(meanLogp, -0.2),
    ...(value ? [tf.square(value)] : []),
    ...(logits ? [tf.mul(tf.sum(tf.tanh(logits), -1), 0.7)] : []),
  ]
  return tf.sum<Scalar>(tf.mul(tf.addN(terms), tf.tensor2d(weights, [3, width])))
}

function naiveLoss(values: ArrayLike<number>): number {
  const allowed = allowedTokens(4, [3])
  let total = 0
  rows.problems.forEach((given, i) => {
    const response = Array.from(rows.token.subarray(rows.tokenStart[i], rows.tokenStart[i + 1]))
    response.forEach((token, t) => {
      const row = config.rowOf(given, response.slice(0, t))
      const logits = Array.from({ length: 4 }, (_, k) => values[4 * row + k]!)
      const s = tokenStatistics(logProbabilities(logits, temperature, allowed), token, allowed)
      const bent = temper(logits, temperature, allowed).reduce((sum, z) => sum + Math.tanh(z), 0)
      const here = s.logp ** 2 + 0.5 * s.entropy - 0.2 * s.meanLogp + values[40 + row]! ** 2 + 0.7 * bent
      total += weights[i * width + t]! * here
    })
  })
  return total
}

const sampling = {
  rows: Array.from({ length: 8 }, (_, i) => ({ problem: problem(i % 2), forced: i === 3 ? [1, 3] : [] })),
  uniforms: Float32Array.from({ length: 8 * 5 }, (_, i) => uniform(2, i)),
  maxResponse: 5,
  stop: [0],
  temperature,
  topK: 0,
  topP: 1,
  reportTop: 0,
}

describe('tabular policy', () => {
  const policy = createTabular(config)
  beforeAll(async () => {
    await openBackend('cpu')
    policy.write(freshState(parameters))
  })

  test('is uniform over the allowed tokens before it is written to', async () => {
    const { logp, value } = await createTabular(config).score(rows, 1)
    for (const p of logp) expect(p).toBeCloseTo(-Math.log(3), 6)
    expect(value).toEqual(new Float32Array(6))
  })

  test('has the gradient of finite differences in every number, and none in rows it did not visit', async () => {
    const { loss: got, gradient } = await policy.gradient({ rows, temperature, logits: true, loss })
    expect(got).toBeCloseTo(naiveLoss(parameters), 3)
    gradient.forEach((g, entry) => {
      const moved = (by: number) => naiveLoss(Float64Array.from(parameters, (p, j) => (j === entry ? p + by : p)))
      expect(g).toBeCloseTo((moved(1e-4) - moved(-1e-4)) / 2e-4, 3)
    })
    expect(Array.from(gradient.subarray(4 * 5, 4 * 9))).toEqual(Array(16).fill(0))
  })

  test('gives a sampled token exactly the statistics that scoring gives it', async () => {
    const { tokenStart, token, ...sampled } = await policy.sample(sampling)
    const problems = sampling.rows.map(row => row.problem)
    const scored = await policy.score({ problems, tokenStart, token }, temperature)
    // What top-k and top-p kept is known to the draw alone.
    const { topToken, topProbability, keptMass, ...statistics } = sampled
    expect(statistics).toEqual(scored)
    expect([topToken.length, topProbability.length, keptMass?.some(mass => mass !== 1)]).toEqual([0, 0, false])
  })

  test('keeps forced tokens, stops, and never draws a forbidden token', async () => {
    const { tokenStart, token } = await policy.sample(sampling)
    sampling.rows.forEach(({ forced }, i) => {
      const response = Array.from(token.subarray(tokenStart[i], tokenStart[i + 1]))
      expect(response.slice(0, forced.length)).toEqual(forced)
      const drawn = response.slice(forced.length)
      expect(drawn).not.toContain(3)
      expect(response.length === 5 || drawn.at(-1) === 0).toBe(true)
    })
  })

  test('takes the same updates from the same state', async () => {
    const settings = {
      optimiser: 'adam',
      learningRate: 0.1,
      beta1: 0.9,
      beta2: 0.999,
      weightDecay: 0,
      maxGradNorm: 1,
    } as const
    const request = { rows, temperature, logits: false, loss }
    const run = async () => {
      policy.write(freshState(parameters))
      for (let i = 0; i < 3; i++) await policy.update(request, settings)
      return policy.read()
    }
    const tensors = tf.memory().numTensors
    const first = await run()
    expect(await run()).toEqual(first)
    expect(first.updates).toBe(3)
    expect(first.parameters).not.toEqual(parameters)
    expect(tf.memory().numTensors).toBe(tensors)
  })
})
