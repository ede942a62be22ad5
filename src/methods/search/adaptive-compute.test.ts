import { expect, test } from 'vitest'
import { chanceOfZeros, foundBy } from '../search-fixture.ts'
import { stopping } from './adaptive-compute.math.ts'

const words = { length: 2, letters: 2 }

test('a threshold of 0 draws once; of 1 it draws on while anything better is possible', () => {
  const rule = (threshold: number) => stopping([0, 1], [0.5, 0.5], { threshold, most: 8 })
  expect(rule(0)).toMatchObject({ samples: 1, reward: 0.5 })
  expect(rule(1).reward).toBeCloseTo(rule(1).bestOfAll, 10)
  // Until the first success, at most 8: (1 - 2^-8) / (1/2).
  expect(rule(1).samples).toBeCloseTo(2 * (1 - 2 ** -8), 10)
})

test('stops at a response that looks right, and at once where all is hopeless', async () => {
  const judge = chanceOfZeros(words)
  const { candidates } = await foundBy('adaptive-compute', { ...words, judge }, 8)
  const at = candidates.findIndex(word => word.every(letter => letter === 0))
  expect(at === -1 ? candidates.length : at + 1).toBe(candidates.length)
  expect((await foundBy('adaptive-compute', { ...words, judge: () => 0.01 }, 8)).candidates).toHaveLength(1)
})

test('draws as many as it may where nothing is ever good enough', async () => {
  const doubting = { ...words, judge: (prefix: readonly number[]) => (prefix.length === 0 ? 0.99 : 0.01) }
  expect((await foundBy('adaptive-compute', doubting, 8, { mostDraws: 5 })).candidates).toHaveLength(5)
})
