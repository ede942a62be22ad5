import fc from 'fast-check'
import { expect, it } from 'vitest'
import { barsOf, found, windowAround, windowSize } from './overview.ts'

const domain = { kind: 'signed', centre: 0, limit: 1 } as const

it('a window holds its position, is never empty and never leaves the response', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), (size, n) => {
      const position = n % size
      const { from, to } = windowAround(position, size)
      expect(from <= position && position < to && from >= 0 && to <= size && to - from <= windowSize).toBe(true)
    }),
  )
})

it('a single decisive token among thousands has its bar', () => {
  const values = new Float32Array(2000)
  values[1234] = -0.7
  const bars = barsOf(values, 0, 2000, domain)
  expect(bars.count).toBeLessThan(2000)
  expect(bars.positive).toBe('')
  expect(bars.negative.match(/M/g)).toHaveLength(1)
})

it('draws nothing where nothing is known, and every token of a short response', () => {
  expect(barsOf(new Float32Array(9).fill(Number.NaN), 0, 9, domain)).toEqual({ count: 9, positive: '', negative: '' })
  expect(barsOf(Float32Array.of(1, -1, 1), 0, 3, domain).positive.match(/M/g)).toHaveLength(2)
})

it('finds a text over the borders of tokens, at the token where it begins', () => {
  const texts = ['The', ' answer', ' is', ' 4', '2', '. The', ' end']
  expect(found(texts, '42')).toEqual([3])
  expect(found(texts, 'the')).toEqual([0, 5])
  expect(found(texts, 'answer is')).toEqual([1])
  expect([found(texts, ''), found(texts, 'nowhere')]).toEqual([[], []])
})
