import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { policySpec } from '../core/policy.ts'
import { openBackend } from '../tensor/backends.ts'
import { batchTime, decide, fastestBackend } from './fastest.ts'
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

const patient = { few: 8, rows: 64, patience: Number.POSITIVE_INFINITY }

test('the time is that of the faster of two batches after a warm-up', async () => {
  const { policy, now } = timed([900, 30, 20, 10])
  expect(await batchTime(policy, wanted, now, patient)).toBe(20)
  policy.dispose()
})

test('a hopeless warm-up of a few rows ends the measurement', async () => {
  const { policy, now, left } = timed([900, 30, 20])
  expect(await batchTime(policy, wanted, now, { ...patient, patience: 100 })).toBe(900)
  expect(left()).toBe(2)
  policy.dispose()
})

test('the GPU is taken unless WASM is faster, and both times are told', async () => {
  const adapter = { name: 'nvidia hopper', software: false }
  const times = (webgpu: number, wasm: number) =>
    decide(adapter, async backend => (backend === 'webgpu' ? webgpu : wasm))
  expect(await times(5, 9)).toEqual({
    backend: 'webgpu',
    reason: 'Measured: 9 ms per batch on WASM, 5 ms on nvidia hopper.',
  })
  expect(await times(7.2, 2.9)).toEqual({
    backend: 'wasm',
    reason: 'Measured: 3 ms per batch on WASM, 8 ms on nvidia hopper.',
  })
})

test('a GPU gets time to warm up, but not for ever', async () => {
  const given: number[] = []
  const record = (wasm: number) =>
    decide({ name: 'nvidia hopper', software: false }, async (_, patience) => {
      given.push(patience)
      return wasm
    })
  await record(3)
  await record(60)
  expect(given).toEqual([Number.POSITIVE_INFINITY, 100, Number.POSITIVE_INFINITY, 240])
})

const automatic = { backend: 'auto', reason: '' }

test('what is known is not measured', async () => {
  const clock = vi.fn(() => 0)
  expect(await fastestBackend(wanted, clock)).toEqual(automatic)
  expect(await fastestBackend({ ...wanted, spec: policySpec('tabular') }, clock)).toEqual({
    backend: 'wasm',
    reason: '',
  })
  expect(await fastestBackend({ ...wanted, path: 'plain' }, clock)).toEqual(automatic)
  offerAdapter({ vendor: 'google', architecture: 'swiftshader' })
  expect(await fastestBackend(wanted, clock)).toEqual(automatic)
  offerAdapter({ vendor: 'nvidia', architecture: 'hopper' })
  expect(await fastestBackend({ ...wanted, spec: policySpec('gpt-6x256'), maxResponse: 40 }, clock)).toEqual(automatic)
  expect(clock).not.toHaveBeenCalled()
})

test('an adapter on which nothing opens leaves the choice open', async () => {
  offerAdapter({ vendor: 'nvidia', architecture: 'hopper' })
  expect(await fastestBackend(wanted, () => 0)).toEqual(automatic)
})

/** An adapter with this information, and nothing behind it. */
function offerAdapter(info: Partial<GPUAdapterInfo>): void {
  const adapter = { info: { vendor: '', architecture: '', description: '', isFallbackAdapter: false, ...info } }
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => adapter } })
}
