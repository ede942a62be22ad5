import { describe, expect, test } from 'vitest'
import { batchOf } from '../../methods/fixture.ts'
import { meaningOf, semanticEntropy, tokenProbability } from './meanings.ts'

const batch = { ...batchOf([[1, 1, 0, 0]], 1), answer: ['7', '7', '8', ''] }

describe('meanings', () => {
  test('equal answers are one meaning; an unread one stands alone', () => {
    expect([0, 1, 2, 3].map(i => meaningOf(batch, i))).toEqual(['7', '7', '8', 'unread 3'])
  })

  test('without answers the tokens are compared', () => {
    const told = { ...batchOf([[1, 0]], 2), token: Int32Array.of(4, 5, 6, 7) }
    expect([0, 1].map(i => meaningOf(told, i))).toEqual(['4 5', '6 7'])
  })
})

describe('semantic entropy', () => {
  test('7, 7, 8, unread, all alike: shares 1/2, 1/4, 1/4 give 0.5 ln 2 + 0.5 ln 4 = 1.5 ln 2', () => {
    expect(semanticEntropy(batch, [0, 1, 2, 3], [1, 1, 1, 1])).toBeCloseTo(1.5 * Math.log(2), 12)
  })

  test('7, 7, 8 weighing 1, 1, 2: shares 1/2 and 1/2 give ln 2', () => {
    expect(semanticEntropy(batch, [0, 1, 2], [1, 1, 2])).toBeCloseTo(Math.log(2), 12)
  })

  test('a lone response, and a group without weight: 0', () => {
    expect(semanticEntropy(batch, [2], [1])).toBe(0)
    expect(semanticEntropy(batch, [0, 2], [0, 0])).toBe(0)
  })
})

describe('probability per token', () => {
  const logp = [Math.log(0.5), -9, Math.log(0.125)]

  test('sqrt(0.5 * 0.125) = 0.25; the world’s token does not count', () => {
    const one = { ...batchOf([[1]], 3), mask: Float32Array.of(1, 0, 1) }
    expect(tokenProbability(one, logp, 0)).toBeCloseTo(0.25, 12)
  })

  test('1 where nothing was generated', () => {
    expect(tokenProbability(batchOf([[1]], 0), logp, 0)).toBe(1)
    expect(tokenProbability({ ...batchOf([[1]], 3), mask: new Float32Array(3) }, logp, 0)).toBe(1)
  })
})
