import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { createPlainGpt } from '../gpt-plain.ts'
import { comparePolicies } from '../parity.ts'
import { parityCases } from '../parity-cases.ts'
import { createWasmGpt } from './index.ts'

beforeAll(() => openBackend('wasm'))

describe.each([256, 5])('WASM kernels agree with the plain network, %i tokens at a time', chunkTokens => {
  test.each([3, 4].flatMap(parityCases).map(given => [given.name, given] as const))('%s', async (_, given) => {
    const plain = createPlainGpt(given.config, 'wasm')
    const kernels = await createWasmGpt(given.config, { chunkTokens })
    const { compared, differences } = await comparePolicies(plain, kernels, given)
    expect(differences).toEqual([])
    expect(compared).toBeGreaterThan(1000)
    plain.dispose()
  })
})
