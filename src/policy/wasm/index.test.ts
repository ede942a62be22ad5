import { createHash } from 'node:crypto'
import type { Scalar } from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import type { GptConfig } from '../../core/policy.ts'
import { gptLayout, parameterCount } from '../../core/policy.ts'
import { drawInteger, drawNormal, stream } from '../../core/rng.ts'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { naiveGpt } from '../gpt-naive.ts'
import { freshState } from '../optimiser.ts'
import type { OptimiserSettings, Policy, Rows, Sampled, SampleRequest, TrainRequest } from '../policy.ts'
import { allowedTokens, logProbabilities, tokenStatistics } from '../sampling.ts'
import type { Budget } from './budget.ts'
import { createWasmGpt } from './index.ts'

beforeAll(() => openBackend('cpu'))

const config: GptConfig = {
  vocabSize: 13,
  blockSize: 50,
  nLayer: 2,
  nHead: 2,
  nEmbd: 32,
  valueHead: true,
  forbidden: [5],
}
const settings: OptimiserSettings = {
  ...{ optimiser: 'adam', learningRate: 1e-2, beta1: 0.9, beta2: 0.95 },
  ...{ weightDecay: 0.01, maxGradNorm: 1 },
}

function randomParameters(seed: number): Float32Array {
  const draw = stream(seed, 7)
  return Float32Array.from({ length: parameterCount(gptLayout(config)) }, () => 0.2 * drawNormal(draw))
}

/** `count` rows in groups of three siblings, with prompts and prefixes of all lengths. */
function randomRequest(seed: number, count: number, change: Partial<SampleRequest> = {}): SampleRequest {
  const draw = stream(seed, 8)
  const maxResponse = 40
  const tokens = (length: number) => Array.from({ length }, () => drawInteger(draw, config.vocabSize))
  const problems = Array.from({ length: count }, (_, index) => {
    return { index, prompt: tokens(1 + drawInteger(draw, 10)), text: '', data: {} }
  })
  return {
    rows: problems.map((_, i) => ({ problem: problems[i - (i % 3)]!, forced: tokens(drawInteger(draw, 4)) })),
    uniforms: Float32Array.from({ length: count * maxResponse }, draw),
    ...{ maxResponse, stop: [0], temperature: 0.8, topK: 0, topP: 1, reportTop: 2 },
    ...change,
  }
}

const rowsOf = ({ rows }: SampleRequest, { tokenStart, token }: Sampled): Rows => ({
  problems: rows.map(({ problem }) => problem),
  tokenStart,
  token,
})

const trainOn = (rows: Rows): TrainRequest => ({
  rows,
  temperature: 0.8,
  logits: false,
  loss: ({ logp, entropy, value }) =>
    tf.addN<Scalar>([tf.mean(tf.exp(logp)), tf.mul(tf.mean(entropy), 0.1), tf.mean(tf.square(value ?? logp))]),
})

async function openPolicy(budget?: Partial<Budget>): Promise<Policy> {
  const policy = await createWasmGpt(config, budget)
  policy.write(freshState(randomParameters(1)))
  return policy
}

test('statistics are those of the double-precision network to a few millionths', async () => {
  const policy = await openPolicy()
  const request = randomRequest(1, 4)
  const sampled = await policy.sample(request)
  const allowed = allowedTokens(config.vocabSize, config.forbidden)
  request.rows.forEach(({ problem: { prompt } }, row) => {
    const from = sampled.tokenStart[row]!
    const response = [...sampled.token.subarray(from, sampled.tokenStart[row + 1])]
    const { logits, value } = naiveGpt(config, randomParameters(1), [...prompt, ...response])
    response.forEach((token, t) => {
      const at = prompt.length - 1 + t
      const exact = tokenStatistics(logProbabilities(logits[at]!, request.temperature, allowed), token, allowed)
      for (const column of ['logp', 'entropy', 'meanLogp', 'collision'] as const) {
        const error = Math.abs(sampled[column][from + t]! - exact[column]) / Math.max(1, Math.abs(exact[column]))
        expect(error, column).toBeLessThan(1e-5)
      }
      expect(sampled.value![from + t]).toBeCloseTo(value[at]!, 4)
    })
  })
})

test('a response scores, bit for bit, what it was sampled with', async () => {
  const policy = await openPolicy()
  for (const seed of [1, 2, 3]) {
    const request = randomRequest(seed, 9)
    const sampled = await policy.sample(request)
    const scored = await policy.score(rowsOf(request, sampled), request.temperature)
    for (const column of ['logp', 'entropy', 'meanLogp', 'collision', 'value'] as const) {
      expect(scored[column], column).toEqual(sampled[column])
    }
  }
})

test('a rollout does not depend on its company or on the size of the chunks', async () => {
  const request = randomRequest(4, 7)
  const together = await (await openPolicy()).sample(request)
  const alone = await openPolicy({ chunkTokens: 1 })
  for (let i = 0; i < request.rows.length; i++) {
    const span = [i * request.maxResponse, (i + 1) * request.maxResponse] as const
    const one = await alone.sample({ ...request, rows: [request.rows[i]!], uniforms: request.uniforms.slice(...span) })
    const [from, to] = [together.tokenStart[i]!, together.tokenStart[i + 1]!]
    expect(one.token).toEqual(together.token.slice(from, to))
    expect(one.logp).toEqual(together.logp.slice(from, to))
    expect(one.topProbability).toEqual(together.topProbability.slice(2 * from, 2 * to))
  }
})

test('ten runs give the same bits', async () => {
  const run = async () => {
    const policy = await openPolicy()
    const numbers: number[] = []
    for (let iteration = 0; iteration < 3; iteration++) {
      const request = randomRequest(iteration, 6)
      const sampled = await policy.sample(request)
      const { loss, gradNorm } = await policy.update(trainOn(rowsOf(request, sampled)), settings)
      numbers.push(loss, gradNorm, ...sampled.token, ...sampled.logp)
    }
    const { parameters, moment1, moment2 } = await policy.read()
    const hash = createHash('sha256')
    for (const column of [Float32Array.from(numbers), parameters, moment1, moment2]) hash.update(column)
    return hash.digest('hex')
  }
  const first = await run()
  for (let i = 1; i < 10; i++) expect(await run()).toEqual(first)
})

test('the gradient hardly depends on the size of the chunks', async () => {
  const request = randomRequest(5, 8)
  const whole = await openPolicy({ chunkTokens: 100_000 })
  const rows = rowsOf(request, await whole.sample(request))
  const expected = (await whole.gradient(trainOn(rows))).gradient
  const top = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const { gradient } = await (await openPolicy({ chunkTokens: 20 })).gradient(trainOn(rows))
  const worst = gradient.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0)
  expect(worst / top).toBeLessThan(1e-5)
})

test('neither the size of the cache nor computing activations again changes a bit', async () => {
  const request = randomRequest(7, 11)
  const roomy = await openPolicy({ chunkTokens: 40 })
  const tight = await openPolicy({ chunkTokens: 40, activationBytes: 60_000, cacheBytes: 0 })
  const expected = await roomy.sample(request)
  expect(await tight.sample(request)).toEqual(expected)
  const train = trainOn(rowsOf(request, expected))
  expect(await tight.gradient(train)).toEqual(await roomy.gradient(train))
})

test('progress is reported, and throwing in it ends the sampling and harms nothing', async () => {
  const request = randomRequest(8, 6, { stop: [] })
  const policy = await openPolicy({ workPerReport: 1, cacheBytes: 0 })
  const shares: number[] = []
  const expected = await policy.sample(request, share => shares.push(share))
  expect(shares.length).toBeGreaterThan(20)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  const cancel = () => {
    throw new DOMException('enough', 'AbortError')
  }
  await expect(policy.sample(request, cancel)).rejects.toThrow('enough')
  expect(await policy.sample(request)).toEqual(expected)
})

test('jobs started together run one after another', async () => {
  const request = randomRequest(6, 6)
  const apart = await openPolicy()
  const rows = rowsOf(request, await apart.sample(request))
  const expected = [
    await apart.gradient(trainOn(rows)),
    await apart.gradient(trainOn(rows)),
    await apart.score(rows, 1),
  ]
  const policy = await openPolicy()
  const train = trainOn(rows)
  expect(await Promise.all([policy.gradient(train), policy.gradient(train), policy.score(rows, 1)])).toEqual(expected)
})

test('a response of no tokens and a request of no rows are fine', async () => {
  const policy = await openPolicy()
  const problem = { index: 0, prompt: [1, 2], text: '', data: {} }
  const rows: Rows = { problems: [problem, problem], tokenStart: Int32Array.of(0, 0, 2), token: Int32Array.of(3, 4) }
  expect((await policy.score(rows, 1)).logp).toHaveLength(2)
  expect((await policy.gradient(trainOn(rows))).gradient.some(value => value !== 0)).toBe(true)
  const none = await policy.sample({ ...randomRequest(1, 3), rows: [], uniforms: new Float32Array() })
  expect([...none.tokenStart]).toEqual([0])
})

test('sizes beyond the kernels are refused with the reason', async () => {
  await expect(createWasmGpt({ ...config, nEmbd: 24, nHead: 2 })).rejects.toThrow(/heads of 16/)
})

test('long work lets messages in, and comes to the same bits as work in one piece', async () => {
  const request = randomRequest(4, 12)
  const outcome = async (workPerReport: number) => {
    const policy = await openPolicy({ workPerReport, chunkTokens: 16 })
    let breaths = 0
    let isOver = false
    const listen = () => {
      breaths++
      if (!isOver) setImmediate(listen)
    }
    const during = async <T>(work: Promise<T>) => {
      const before = breaths
      return { result: await work, breaths: breaths - before }
    }
    listen()
    const sampled = await during(policy.sample(request))
    const rows = rowsOf(request, sampled.result)
    const scored = await during(policy.score(rows, 0.8))
    const updated = await during(policy.update(trainOn(rows), settings))
    isOver = true
    const { parameters } = await policy.read()
    return {
      breaths: [sampled.breaths, scored.breaths, updated.breaths],
      bits: [sampled.result, scored.result, updated.result, parameters],
    }
  }
  const whole = await outcome(Number.POSITIVE_INFINITY)
  const sliced = await outcome(1)
  expect(sliced.bits).toEqual(whole.bits)
  for (const [i, breaths] of sliced.breaths.entries()) expect(breaths).toBeGreaterThan(whole.breaths[i]! + 5)
})
