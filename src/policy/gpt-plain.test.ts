import type { Scalar } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { type GptConfig, gptLayout, parameterCount } from '../core/policy.ts'
import { drawNormal, stream } from '../core/rng.ts'
import type { Problem } from '../core/task.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { naiveGpt } from './gpt-naive.ts'
import { createPlainGpt } from './gpt-plain.ts'
import { freshState } from './optimiser.ts'
import type { PolicyTensors, Rows } from './policy.ts'
import { allowedTokens, logProbabilities, tokenStatistics } from './sampling.ts'

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
const temperature = 0.7

/** Large enough that every weight matters. */
function randomParameters(seed: number): Float32Array {
  const draw = stream(seed, 99)
  return Float32Array.from({ length: parameterCount(gptLayout(config)) }, () => 0.4 * drawNormal(draw))
}

/** A loss that reads every statistic, with a weight of its own at each position. */
const loss = (t: PolicyTensors) => {
  const [n = 0, width = 0] = t.logp.shape
  const mask = Float32Array.from({ length: n * width }, (_, i) => {
    const row = Math.floor(i / width)
    return i % width < rows.tokenStart[row + 1]! - rows.tokenStart[row]! ? 1 + (i % 5) / 5 : 0
  })
  const weighted = (x: PolicyTensors['logp'], factor: number) =>
    tf.mul<Scalar>(tf.sum(tf.mul(x, tf.tensor2d(mask, [n, width]))), factor)
  const values = t.value ? weighted(tf.square(t.value), 0.3) : tf.scalar(0)
  return tf.addN<Scalar>([weighted(t.logp, 1), weighted(t.entropy, 0.5), weighted(t.meanLogp, -0.2), values])
}

/** The same loss from the naive network. */
function naiveLoss(parameters: ArrayLike<number>): number {
  const allowed = allowedTokens(config.vocabSize, config.forbidden)
  const width = 6
  let total = 0
  rows.problems.forEach(({ prompt }, row) => {
    const response = Array.from(rows.token.subarray(rows.tokenStart[row], rows.tokenStart[row + 1]))
    const { logits, value } = naiveGpt(config, parameters, [...prompt, ...response])
    response.forEach((token, t) => {
      const at = prompt.length - 1 + t
      const s = tokenStatistics(logProbabilities(logits[at]!, temperature, allowed), token, allowed)
      const weight = 1 + ((row * width + t) % 5) / 5
      total += weight * (s.logp + 0.5 * s.entropy - 0.2 * s.meanLogp + 0.3 * value[at]! ** 2)
    })
  })
  return total
}

describe.each(['wasm', 'cpu'] as const)('plain GPT on %s', backend => {
  beforeAll(() => openBackend(backend))

  test('agrees with the naive network, and its gradient with finite differences of that, in every weight', async () => {
    const policy = createPlainGpt(config, backend)
    const parameters = randomParameters(1)
    policy.write(freshState(parameters))
    const result = await policy.gradient({ rows, temperature, logits: false, loss })
    expect(result.loss).toBeCloseTo(naiveLoss(parameters), 3)
    for (const { name, offset, size } of policy.layout) {
      let worst = 0
      let scale = 1e-3
      for (let i = offset; i < offset + size; i++) {
        const moved = (by: number) => naiveLoss(Float64Array.from(parameters, (p, j) => (j === i ? p + by : p)))
        const expected = (moved(1e-4) - moved(-1e-4)) / 2e-4
        worst = Math.max(worst, Math.abs(result.gradient[i]! - expected))
        scale = Math.max(scale, Math.abs(expected))
      }
      expect(worst / scale, name).toBeLessThan(1e-3)
    }
    policy.dispose()
  })
})
