import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { policySpec } from '../core/policy.ts'
import { openBackend } from '../tensor/backends.ts'
import { decide, fastestBackend, iterationTime } from './fastest.ts'
import { createPlainGpt } from './gpt-plain.ts'
import type { Policy } from './policy.ts'

const wanted = {
  spec: policySpec('gpt-1x16'),
  vocabSize: 3,
  maxPrompt: 1,
  maxResponse: 2,
  valueHead: false,
  path: 'fused',
} as const

beforeAll(() => openBackend('wasm'))
afterEach(() => {
  vi.unstubAllGlobals()
})

/** A clock that a sampling policy moves on by the next of `durations`. */
function timed(durations: number[]): { policy: Policy; now: () => number; left: () => number } {
  const plain = createPlainGpt({ vocabSize: 3, blockSize: 3, nLayer: 1, nHead: 1, nEmbd: 4, valueHead: false }, 'wasm')
  let time = 0
  const sample: Policy['sample'] = request => {
    time += durations.shift() ?? 0
    return plain.sample(request)
  }
  return { policy: { ...plain, sample }, now: () => time, left: () => durations.length }
}

test('the time is that of the faster of two iterations after a warm-up', async () => {
  const { policy, now } = timed([900, 30, 20, 10])
  expect(await iterationTime(policy, wanted, now, Number.POSITIVE_INFINITY)).toBe(20)
  policy.dispose()
})

test('a hopeless warm-up ends the measurement', async () => {
  const { policy, now, left } = timed([900, 30, 20])
  expect(await iterationTime(policy, wanted, now, 100)).toBe(900)
  expect(left()).toBe(2)
  policy.dispose()
})

test('the GPU is taken unless WASM is faster, which is said', async () => {
  const adapter = { name: 'nvidia hopper', software: false }
  const times = (webgpu: number, wasm: number) =>
    decide(adapter, async backend => (backend === 'webgpu' ? webgpu : wasm))
  expect(await times(5, 9)).toEqual({ backend: 'webgpu', notice: '' })
  expect(await times(7.2, 2.9)).toEqual({
    backend: 'wasm',
    notice: 'WebAssembly is faster than nvidia hopper for a network of this size: 3 against 8 ms per iteration.',
  })
})

test('nothing is measured without a GPU, for a table, or for plain operations', async () => {
  const clock = vi.fn(() => 0)
  expect(await fastestBackend(wanted, clock)).toEqual({ backend: 'auto', notice: '' })
  expect(await fastestBackend({ ...wanted, spec: policySpec('tabular') }, clock)).toEqual({
    backend: 'wasm',
    notice: '',
  })
  expect(await fastestBackend({ ...wanted, path: 'plain' }, clock)).toEqual({ backend: 'auto', notice: '' })
  expect(clock).not.toHaveBeenCalled()
})

test('an adapter on which nothing opens leaves the choice open', async () => {
  const info = { vendor: 'nvidia', architecture: 'hopper', description: '', isFallbackAdapter: false }
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => ({ info }) } })
  expect(await fastestBackend(wanted, () => 0)).toEqual({ backend: 'auto', notice: '' })
})
