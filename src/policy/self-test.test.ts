import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../tensor/backends.ts'
import { naiveGpt } from './gpt-naive.ts'
import { createPlainGpt } from './gpt-plain.ts'
import { allowedTokens, logProbabilities, tokenStatistics } from './sampling.ts'
import {
  selfTest,
  selfTestAnswer,
  selfTestConfig,
  selfTestDirections,
  selfTestParameters,
  selfTestRows,
  selfTestTemperature,
} from './self-test.ts'

beforeAll(async () => {
  await openBackend('cpu')
  await openBackend('wasm')
})

function naiveLoss(parameters: ArrayLike<number>): number {
  const allowed = allowedTokens(selfTestConfig.vocabSize)
  const { problems, token, tokenStart } = selfTestRows
  return problems.reduce((total, { prompt }, row) => {
    const response = Array.from(token.subarray(tokenStart[row], tokenStart[row + 1]))
    const { logits, value } = naiveGpt(selfTestConfig, parameters, [...prompt, ...response])
    return response.reduce((sum, id, t) => {
      const at = prompt.length - 1 + t
      const s = tokenStatistics(logProbabilities(logits[at]!, selfTestTemperature, allowed), id, allowed)
      return sum + (t + 1) * (s.logp + s.entropy / 2 + value[at]! ** 2)
    }, total)
  }, 0)
}

test('the stored loss is that of the naive network', () => {
  expect(naiveLoss(selfTestParameters())).toBeCloseTo(selfTestAnswer.loss, 5)
})

test.each([0, 1, 2])('stored slope %i is that of the naive loss', k => {
  const parameters = selfTestParameters()
  const direction = selfTestDirections[k]!
  const along = (by: number) => naiveLoss(Float64Array.from(parameters, (p, i) => p + by * direction(i)))
  expect((along(1e-5) - along(-1e-5)) / 2e-5).toBeCloseTo(selfTestAnswer.slopes[k]!, 3)
})

test.each(['cpu', 'wasm'] as const)('%s passes', async backend => {
  const policy = createPlainGpt(selfTestConfig, backend)
  await selfTest(policy)
  policy.dispose()
})

test('a gradient that is a percent off fails', async () => {
  const policy = createPlainGpt(selfTestConfig, 'wasm')
  const gradient: typeof policy.gradient = async request => {
    const result = await policy.gradient(request)
    return { ...result, gradient: result.gradient.map(g => 1.01 * g) }
  }
  await expect(selfTest({ ...policy, gradient })).rejects.toThrow(/selfTest: expected a slope/)
  policy.dispose()
})
