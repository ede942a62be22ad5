import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

const gradientOf = (mask: number[][]) =>
  lossOf('luspo', settings('luspo', 'none', {}), {
    mask,
    advantage: mask.map(() => 1),
    columns: { logp: mask.map(row => row.map(() => -1)), oldLogp: mask.map(row => row.map(() => -1)) },
  }).gradient.logp!

beforeAll(() => openBackend('cpu'))

describe('LUSPO', () => {
  test('a token pulls as hard in a long response as in a short one', () => {
    const [long, short] = gradientOf([
      [1, 1, 1, 1],
      [1, 0, 0, 0],
    ])
    expect(long![0]).toBeCloseTo(-0.5)
    expect(short![0]).toBeCloseTo(-0.5)
  })

  test('a response without tokens takes part in the mean and pulls nothing', () => {
    const [, empty] = gradientOf([
      [1, 1],
      [0, 0],
    ])
    expect(empty!.map(g => g + 0)).toEqual([0, 0])
  })
})
