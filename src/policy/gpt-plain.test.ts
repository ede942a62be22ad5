import type { Scalar } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { type GptConfig, gptLayout, parameterCount } from '../core/policy.ts'
import { drawNormal, stream, uniform } from '../core/rng.ts'
import type { Problem } from '../core/task.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { naiveGpt } from './gpt-naive.ts'
import { createPlainGpt } from './gpt-plain.ts'
import { initialState } from './initialise.ts'
import { freshState } from './optimiser.ts'
import type { OptimiserSettings, Policy, PolicyTensors, Rows, SampleRequest, TrainRequest } from './policy.ts'
import { allowedTokens, logProbabilities, temper, tokenStatistics } from './sampling.ts'

const config: GptConfig = {
  vocabSize: 7,
  blockSize: 9,
  nLayer: 2,
  nHead: 2,
  nEmbd: 6,
  valueHead: true,
  forbidden: [2],
}
const problem = (...prompt: number[]): Problem => ({ index: 0, prompt, text: '', data: {} })
const rows: Rows = {
  problems: [problem(1), problem(3, 2, 4), problem(0, 5)],
  tokenStart: Int32Array.of(0, 4, 5, 11),
  token: Int32Array.of(3, 1, 0, 6, 4, 5, 5, 1, 0, 3, 6),
}
const width = 6
const temperature = 0.7

/** Large enough that every weight matters. */
const draw = stream(1, 99)
const parameters = Float32Array.from({ length: parameterCount(gptLayout(config)) }, () => 0.4 * drawNormal(draw))

/** Weight of each position in the loss, 0 at padding. */
const weights = Array.from({ length: rows.problems.length * width }, (_, i) => {
  const row = Math.floor(i / width)
  return i % width < rows.tokenStart[row + 1]! - rows.tokenStart[row]! ? 1 + (i % 5) / 5 : 0
})

/** Reads every statistic. Forbidden logits are constants, so the squares of all logits may stand in the loss. */
const loss = ({ logp, entropy, meanLogp, value, logits }: PolicyTensors): Scalar => {
  const terms = [
    logp,
    tf.mul(entropy, 0.5),
    tf.mul(meanLogp, -0.2),
    ...(value ? [tf.mul(tf.square(value), 0.3)] : []),
    ...(logits ? [tf.mul(tf.sum(tf.tanh(logits), -1), 0.7)] : []),
  ]
  return tf.sum<Scalar>(tf.mul(tf.addN(terms), tf.tensor2d(weights, [rows.problems.length, width])))
}
const request: TrainRequest = { rows, temperature, logits: true, loss }

/** The same loss from the naive network, in double precision. */
function naiveLoss(values: ArrayLike<number>): number {
  const allowed = allowedTokens(config.vocabSize, config.forbidden)
  let total = 0
  rows.problems.forEach(({ prompt }, row) => {
    const response = Array.from(rows.token.subarray(rows.tokenStart[row], rows.tokenStart[row + 1]))
    const { logits, value } = naiveGpt(config, values, [...prompt, ...response])
    response.forEach((token, t) => {
      const at = prompt.length - 1 + t
      const s = tokenStatistics(logProbabilities(logits[at]!, temperature, allowed), token, allowed)
      const bent = temper(logits[at]!, temperature, allowed).reduce((sum, z) => sum + Math.tanh(z), 0)
      const here = s.logp + 0.5 * s.entropy - 0.2 * s.meanLogp + 0.3 * value[at]! ** 2 + 0.7 * bent
      total += weights[row * width + t]! * here
    })
  })
  return total
}

/** Up to six entries of each weight, spread over it, and the slope of the naive loss along each. */
const slopes = gptLayout(config).map(({ name, offset, size }) => {
  const count = Math.min(6, size)
  const entries = Array.from({ length: count }, (_, k) => offset + Math.floor(((k + 0.5) * size) / count))
  const expected = entries.map(entry => {
    const moved = (by: number) => naiveLoss(Float64Array.from(parameters, (p, j) => (j === entry ? p + by : p)))
    return (moved(1e-4) - moved(-1e-4)) / 2e-4
  })
  return { name, entries, expected }
})

const sampling: SampleRequest = {
  rows: [1, 2, 3, 4, 5].map(n => ({
    problem: problem(n, ...(n % 2 ? [0] : [])),
    forced: n === 4 ? [6, 2, 0] : [],
  })),
  uniforms: Float32Array.from({ length: 5 * 6 }, (_, i) => uniform(5, i)),
  maxResponse: 6,
  stop: [0],
  temperature: 1.3,
  topK: 0,
  topP: 1,
  reportTop: 3,
}
const rowsOf = ({ tokenStart, token }: Pick<Rows, 'tokenStart' | 'token'>): Rows => ({
  problems: sampling.rows.map(row => row.problem),
  tokenStart,
  token,
})
const adam: OptimiserSettings = {
  optimiser: 'adam',
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  weightDecay: 0,
  maxGradNorm: 1,
}

describe.each(['wasm', 'cpu'] as const)('plain GPT on %s', backend => {
  let policy: Policy
  let result: Awaited<ReturnType<Policy['gradient']>>
  beforeAll(async () => {
    await openBackend(backend)
    policy = createPlainGpt(config, backend)
    policy.write(freshState(parameters))
    result = await policy.gradient(request)
    return () => policy.dispose()
  })

  test('computes the loss of the naive network', () => {
    expect(result.loss).toBeCloseTo(naiveLoss(parameters), 3)
  })

  test.each(slopes)('has the gradient of the naive network in $name', ({ entries, expected }) => {
    const scale = Math.max(1e-3, ...expected.map(Math.abs))
    entries.forEach((entry, k) => {
      expect(Math.abs(result.gradient[entry]! - expected[k]!) / scale).toBeLessThan(1e-3)
    })
  })

  test('gives a sampled token the statistics that scoring gives it', async () => {
    const sampled = await policy.sample(sampling)
    const scored = await policy.score(rowsOf(sampled), sampling.temperature)
    for (const column of ['logp', 'entropy', 'meanLogp', 'collision', 'value'] as const) {
      expect(sampled[column]).toHaveLength(sampled.token.length)
      sampled[column]?.forEach((value, t) => {
        expect(value).toBeCloseTo(scored[column]![t]!, 4)
      })
    }
  })

  test('keeps forced tokens, ends after a stop token that it drew, and never draws a forbidden token', async () => {
    const { token, tokenStart } = await policy.sample(sampling)
    sampling.rows.forEach(({ forced }, i) => {
      const response = Array.from(token.subarray(tokenStart[i], tokenStart[i + 1]))
      expect(response.slice(0, forced.length)).toEqual(forced)
      const drawn = response.slice(forced.length)
      expect(drawn.slice(0, -1)).not.toContain(0)
      expect(response.length === 6 || drawn.at(-1) === 0).toBe(true)
      expect(drawn).not.toContain(2)
    })
  })

  test('draws a row alone as it draws it in company', async () => {
    const together = await policy.sample(sampling)
    for (const [i, row] of sampling.rows.entries()) {
      const uniforms = sampling.uniforms.slice(i * 6, (i + 1) * 6)
      const { token } = await policy.sample({ ...sampling, rows: [row], uniforms })
      expect(token).toEqual(together.token.slice(together.tokenStart[i], together.tokenStart[i + 1]))
    }
  })

  test('reports the likeliest tokens first', async () => {
    const { topToken, topProbability, entropy } = await policy.sample(sampling)
    expect(topToken).toHaveLength(3 * entropy.length)
    for (let t = 0; t < entropy.length; t++) {
      const [first = 0, second = 0, third = 0] = topProbability.subarray(3 * t, 3 * t + 3)
      expect(first).toBeGreaterThanOrEqual(second)
      expect(second).toBeGreaterThanOrEqual(third)
      expect(first + second + third).toBeLessThanOrEqual(1 + 1e-6)
    }
  })

  test('scores no tokens', async () => {
    const none = { problems: [problem(1)], tokenStart: Int32Array.of(0, 0), token: new Int32Array() }
    expect(await policy.score(none, 1)).toMatchObject({ logp: new Float32Array(), value: new Float32Array() })
  })

  test('learns: the log-probability of the rows rises', async () => {
    const total = async () => (await policy.score(rows, 1)).logp.reduce((sum, value) => sum + value, 0)
    const before = await total()
    const nll = ({ logp }: PolicyTensors) =>
      tf.neg<Scalar>(tf.sum(tf.mul(logp, tf.tensor2d(weights, [rows.problems.length, width]))))
    for (let i = 0; i < 12; i++) await policy.update({ rows, temperature: 1, logits: false, loss: nll }, adam)
    expect(await total()).toBeGreaterThan(before + 1)
    policy.write(freshState(parameters))
  })

  test('holds as many tensors and bytes after many calls as after one', async () => {
    const small = { ...request, logits: false }
    await policy.update(small, adam)
    const before = tf.memory()
    for (let i = 0; i < 20; i++) {
      await policy.update(small, adam)
      await policy.score(rows, 1)
    }
    for (let i = 0; i < 5; i++) await policy.sample(sampling)
    expect(tf.memory().numTensors).toBe(before.numTensors)
    expect(tf.memory().numBytes).toBe(before.numBytes)
    policy.write(freshState(parameters))
  })
})

describe('a request is refused', () => {
  let policy: Policy
  beforeAll(async () => {
    await openBackend('wasm')
    policy = createPlainGpt(config, 'wasm')
    return () => policy.dispose()
  })
  const row = { problem: problem(1, 2), forced: [] }
  const single: SampleRequest = { ...sampling, rows: [row], uniforms: new Float32Array(6).fill(0.5) }
  test.each<[string, SampleRequest, RegExp]>([
    ['without enough uniforms', { ...single, uniforms: new Float32Array(5) }, /uniforms: expected 1 x 6/],
    ['beyond the block', { ...single, maxResponse: 8, uniforms: new Float32Array(8) }, /at most 9 tokens, got 2 \+ 8/],
    ['with an unknown token', { ...single, rows: [{ ...row, forced: [7] }] }, /token id in 0 \.\. 6, got 7/],
    ['without a prompt', { ...single, rows: [{ ...row, problem: problem() }] }, /at least one prompt token/],
    ['with a prefix that is too long', { ...single, rows: [{ ...row, forced: Array(7).fill(1) }] }, /at most 6 forced/],
    ['at temperature 0', { ...single, temperature: 0 }, /temperature: expected a number above 0/],
    ['with a nucleus of 0', { ...single, topP: 0 }, /topP/],
  ])('%s', async (_, given, message) => {
    await expect(policy.sample(given)).rejects.toThrow(message)
  })

  test('with offsets that do not fit', async () => {
    const bad = { ...rows, tokenStart: Int32Array.of(0, 4, 5) }
    await expect(policy.score(bad, 1)).rejects.toThrow(/tokenStart: expected 4 offsets that end at 11/)
  })
})

test('random weights differ by seed only, and start near the uniform policy', async () => {
  await openBackend('wasm')
  const policy = createPlainGpt(config, 'wasm')
  expect(initialState(policy, 3)).toEqual(initialState(policy, 3))
  expect(initialState(policy, 3)).not.toEqual(initialState(policy, 4))
  policy.write(initialState(policy, 3))
  const { entropy, value } = await policy.score(rows, 1)
  // Six tokens are allowed.
  for (const h of entropy) expect(Math.abs(h - Math.log(6))).toBeLessThan(0.01)
  expect(value).toEqual(new Float32Array(rows.token.length))
  policy.dispose()
})
