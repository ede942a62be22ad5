import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Verdict } from '../../kit/verdict.tsx'
import { axisSize, circles, dotsOf, marks } from './piles.ts'

const anyGroup = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 64 })

it('keeps every dot inside the picture, however many are alike, and the higher advantage never further left', () => {
  fc.assert(
    fc.property(anyGroup, advantages => {
      const dots = dotsOf(advantages, [], 5)
      const { width, height, radius } = axisSize
      expect(dots).toHaveLength(advantages.length)
      for (const { x, y } of dots) {
        expect(x >= radius && x <= width - radius && y >= radius && y <= height - radius).toBe(true)
      }
    }),
  )
  expect(dotsOf(Array(64).fill(0), [], 0)).toHaveLength(64)
})

it('puts zero in the middle, and leaves out what has no advantage yet', () => {
  expect(dotsOf([0, Number.NaN], [], 2).map(({ x }) => x)).toEqual([axisSize.width / 2])
})

it('draws a group of any size as one path per kind', () => {
  const verdicts: Verdict[] = ['correct', 'wrong', 'correct']
  expect(marks(verdicts, 'correct').match(/M/g)).toHaveLength(2)
  expect(marks(verdicts, 'wrong').startsWith('M10 0')).toBe(true)
  expect(circles(dotsOf([1, 1, 1], verdicts, 2)).match(/M/g)).toHaveLength(3)
})
