import { expect, test } from 'vitest'
import { chanceOfZeros, foundBy } from '../search-fixture.ts'
import { stepBeam } from './step-beam.math.ts'

test('the beam never grows: what finishes or fails takes its place with it', () => {
  const step = stepBeam([0.9, 0.8, 0.1], ['finished', 'failed', 'open'], 3)
  expect(step).toEqual({ kept: [2], finished: [0], width: 1 })
})

test('one beam and one try is plain sampling', async () => {
  const words = { length: 4, letters: 3, judge: () => 0.5 }
  const { candidates } = await foundBy('step-beam', words, 8, { beams: 1, stepTries: 1 })
  expect(candidates).toEqual((await foundBy('particle-filtering', words, 1)).candidates)
})

test('hands out as many as it has beams, at most', async () => {
  const words = { length: 4, letters: 4 }
  const { candidates } = await foundBy('step-beam', { ...words, judge: chanceOfZeros(words) }, 8, { beams: 3 })
  expect(candidates.length).toBeLessThanOrEqual(3)
  expect(candidates.every(({ length }) => length === 4)).toBe(true)
})
