import { beforeAll, expect, test } from 'vitest'
import { policySpec } from '../core/policy.ts'
import { openBackend } from '../tensor/backends.ts'
import { createPolicy, type PolicyRequest } from './index.ts'

const request: PolicyRequest = {
  spec: policySpec('gpt-1x16'),
  vocabSize: 5,
  maxPrompt: 2,
  maxResponse: 3,
  valueHead: false,
  backend: 'wasm',
  path: 'fused',
}

beforeAll(async () => {
  await openBackend('cpu')
  await openBackend('wasm')
})

test('kernels on wasm, plain operations where they are asked for, and no kernels in plain JavaScript', async () => {
  const fused = await createPolicy(request)
  const plain = await createPolicy({ ...request, path: 'plain' })
  const cpu = await createPolicy({ ...request, backend: 'cpu' })
  expect([fused, plain, cpu].map(({ path, notice }) => [path, notice])).toEqual([
    ['fused', ''],
    ['plain', ''],
    ['plain', 'There are no kernels in plain JavaScript.'],
  ])
  for (const { policy } of [fused, plain, cpu]) policy.dispose()
})

test('a table needs a task that has one', async () => {
  const table = { ...request, spec: policySpec('tabular') }
  await expect(createPolicy(table)).rejects.toThrow(/table of situations/)
  const { policy } = await createPolicy({ ...table, rows: { count: 4, rowOf: () => 3 } })
  expect(policy.layout).toEqual([{ name: 'logits', shape: [4, 5], offset: 0, size: 20 }])
})

test('webgpu is refused where there is none', async () => {
  await expect(createPolicy({ ...request, backend: 'webgpu' })).rejects.toThrow(/WebGPU/)
})
