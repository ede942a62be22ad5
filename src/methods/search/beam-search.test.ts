import { expect, test } from 'vitest'
import { chanceOfZeros, foundBy, zerosFound } from '../search-fixture.ts'

const words = { length: 4, letters: 4 }
const truth = chanceOfZeros(words)

test('finds the word, which drawing so many does not, and counts what it spends', async () => {
  expect(await zerosFound('beam-search', { ...words, judge: truth }, 16)).toBeGreaterThan(14)
  expect(await zerosFound('dvts', { ...words, judge: truth }, 16, { treeWidth: 1 })).toBeLessThan(6)
  const { drawn, judged } = await foundBy('beam-search', { ...words, judge: truth }, 16)
  expect([drawn, judged]).toEqual([16 * 4, 16 * 4])
})

test('one beam that goes on, drawn once per step, is plain sampling', async () => {
  const { candidates } = await foundBy('beam-search', { ...words, judge: truth }, 1)
  const { candidates: plain } = await foundBy('particle-filtering', { ...words, judge: truth }, 1)
  expect(candidates).toEqual(plain)
})

test('dropping equal beams keeps more variety', async () => {
  const few = { length: 3, letters: 2 }
  const different = async (duplicateBeams: string) => {
    const { candidates } = await foundBy('beam-search', { ...few, judge: () => 0.5 }, 8, {
      duplicateBeams,
      beamWidth: 2,
    })
    return new Set(candidates.map(word => word.join(''))).size
  }
  expect(await different('drop')).toBeGreaterThanOrEqual(await different('keep'))
})
