import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../tensor/backends.ts'
import { createPlainGpt } from './gpt-plain.ts'
import { comparePolicies } from './parity.ts'
import { parityCases } from './parity-cases.ts'
import type { Policy } from './policy.ts'

beforeAll(async () => {
  await openBackend('cpu')
  await openBackend('wasm')
})

describe('the plain GPT on wasm agrees with itself on cpu', () => {
  test.each(parityCases(1).map(given => [given.name, given] as const))('%s', async (_, given) => {
    const cpu = createPlainGpt(given.config, 'cpu')
    const wasm = createPlainGpt(given.config, 'wasm')
    const { compared, differences } = await comparePolicies(cpu, wasm, given)
    expect(differences).toEqual([])
    expect(compared).toBeGreaterThan(1000)
    cpu.dispose()
    wasm.dispose()
  })
})

describe('the comparison finds', () => {
  const [, given] = parityCases(2)
  const differencesOf = async (change: (policy: Policy) => Partial<Policy>): Promise<string> => {
    const reference = createPlainGpt(given!.config, 'wasm')
    const twin = createPlainGpt(given!.config, 'wasm')
    const { differences } = await comparePolicies(reference, { ...twin, ...change(twin) }, given!)
    reference.dispose()
    twin.dispose()
    return differences.join('\n')
  }

  test('nothing between twins', async () => {
    expect(await differencesOf(() => ({}))).toBe('')
  })

  test('a token drawn wrongly', async () => {
    const found = await differencesOf(twin => ({
      sample: request => twin.sample({ ...request, uniforms: request.uniforms.map(u => 1 - u) }),
    }))
    expect(found).toMatch(/differs at response position/)
  })

  test('a gradient that is a percent too small', async () => {
    const found = await differencesOf(twin => ({
      gradient: async request => {
        const result = await twin.gradient(request)
        return { ...result, gradient: result.gradient.map(g => 0.99 * g) }
      },
    }))
    expect(found).toMatch(/gradient: wte/)
  })

  test('an update that ignores the gradient clip', async () => {
    const found = await differencesOf(twin => ({
      update: (request, settings) => twin.update(request, { ...settings, maxGradNorm: 0 }),
    }))
    expect(found).toMatch(/update: (parameters|moment)/)
  })
})
