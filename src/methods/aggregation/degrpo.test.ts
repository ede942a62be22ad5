import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

const gradientOf = (mask: number[][], controlWeight: number) =>
  lossOf('degrpo', settings('degrpo', 'none', { controlWeight }), {
    mask,
    advantage: mask.map(() => 1),
    columns: { logp: mask.map(row => row.map(() => -1)) },
  }).gradient.logp!

beforeAll(() => openBackend('cpu'))

describe('DeGRPO', () => {
  const mask = [
    [1, 1, 1],
    [1, 1, 0],
  ]

  test('the first tokens are averaged over responses, the others over tokens', () => {
    const [long, short] = gradientOf(mask, 0.5)
    expect(long![0]).toBeCloseTo(-0.25)
    expect(short![0]).toBeCloseTo(-0.25)
    expect(long![2]).toBeCloseTo(-1 / 3)
    expect(short![1]).toBeCloseTo(-1 / 3)
  })

  test('the weight touches the first token only', () => {
    expect(gradientOf(mask, 2)[0]!.slice(1)).toEqual(gradientOf(mask, 0)[0]!.slice(1))
  })

  test('responses of one token give no NaN', () => {
    expect(gradientOf([[1], [1]], 1)).toEqual([[-0.5], [-0.5]])
  })
})
