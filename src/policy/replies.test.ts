/** What somebody else writes into a response: with caches kept, bit for bit what sampling from the beginning gives. */
import { expect, it } from 'vitest'
import { parameterCount, policySpec } from '../core/policy.ts'
import { uniform } from '../core/rng.ts'
import { openBackend } from '../tensor/backends.ts'
import { createPolicy } from './index.ts'
import { freshState } from './optimiser.ts'
import type { SampleRequest } from './policy.ts'
import { sampleWithReplies } from './replay.ts'

const vocabSize = 7
const maxResponse = 20
const problem = (index: number) => ({ index, prompt: [1, index % 5], text: '', data: {} })

/** Token 0 asks; the other side answers with two tokens, at most four times. */
function request(rows: number): SampleRequest {
  const answered = new Map<number, number>()
  return {
    rows: Array.from({ length: rows }, (_, i) => ({ problem: problem(i), forced: i === 2 ? [3, 0, 5] : [] })),
    uniforms: Float32Array.from({ length: rows * maxResponse }, (_, i) => ((i * 7919) % 1009) / 1009 || 0.5),
    maxResponse,
    stop: [0, 6],
    reply: (row, drawn) => {
      const times = answered.get(row) ?? 0
      answered.set(row, times + 1)
      return drawn.at(-1) === 6 || times === 4 ? undefined : [5, drawn.length % 5]
    },
    temperature: 1,
    topK: 0,
    topP: 1,
    reportTop: 2,
  }
}

it.each([
  ['a table', 'tabular', 'cpu', 'plain'],
  ['plain operations', 'gpt-1x16', 'cpu', 'plain'],
  ['kernels', 'gpt-2x32', 'wasm', 'fused'],
] as const)('of %s', async (_, policyId, backend, path) => {
  await openBackend(backend)
  const { policy } = await createPolicy({
    ...{ spec: policySpec(policyId), vocabSize, maxPrompt: 2, maxResponse, valueHead: false, backend, path },
    rows: { count: 5, rowOf: ({ index }, response) => (index + response.length) % 5 },
  })
  const size = parameterCount(policy.layout)
  policy.write(freshState(Float32Array.from({ length: size }, (_, i) => 2 * uniform(4, i) - 1)))
  const sampled = await policy.sample(request(16))
  expect(sampled).toEqual(await sampleWithReplies(request(16), one => policy.sample(one)))
  const given = [...sampled.token].filter((id, t) => id === 5 && sampled.token[t - 1] === 0).length
  expect(given).toBeGreaterThan(2)
  policy.dispose()
})
