import { expect, it } from 'vitest'
import { cost, duration } from './words.ts'

it('a duration is told in the unit that one would say', () => {
  expect([0.2, 7.4, 89, 100, 5000, 6000].map(duration)).toEqual(['1 s', '7 s', '89 s', '2 min', '83 min', '2 h'])
})

it('a cost is told per iteration, with its memory', () => {
  expect(cost({ seconds: 300, bytes: 2 ** 30 })).toBe('About 5 min per iteration and 1.0 GiB of memory')
})
