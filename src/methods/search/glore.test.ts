import { expect, test } from 'vitest'
import { foundBy } from '../search-fixture.ts'
import { anyRight, keptSteps } from './glore.math.ts'

const words = { length: 4, letters: 2 }
/** Only zeros can be right, and the judge knows. */
const judge = (prefix: readonly number[]) => (prefix.includes(1) ? 0 : prefix.length === 4 ? 1 : 0.5)

test('one continuation is the chance itself, more are never less, and none is certain of nothing', () => {
  expect(anyRight(0.3, 1)).toBeCloseTo(0.3, 12)
  for (const chance of [0, 0.01, 0.4, 1]) expect(anyRight(chance, 8)).toBeGreaterThanOrEqual(chance)
  expect(anyRight(0, 64)).toBe(0)
})

test('what led to a solvable place is kept, whatever was said of it', () => {
  expect(keptSteps([0.9, 0.2, 0.7, 0.1])).toBe(3)
  expect(keptSteps([0.4, 0.3])).toBe(0)
  expect(keptSteps([])).toBe(0)
})

test('a mended response keeps the draft up to its first wrong step', async () => {
  const { candidates } = await foundBy('glore', { ...words, judge }, 8, { refineHow: 'local' })
  const wrong = candidates.slice(0, 8).filter(word => word.includes(1))
  const mended = candidates.slice(8)
  expect(mended).toHaveLength(wrong.length)
  expect(wrong.length).toBeGreaterThan(0)
  for (const [at, draft] of wrong.entries()) {
    const good = draft.indexOf(1)
    expect(mended[at]!.slice(0, good)).toEqual(draft.slice(0, good))
  }
})

test('drafts that look right are left alone, and nothing is spent on them', async () => {
  const content = await foundBy('glore', { ...words, judge: () => 0.9 }, 8)
  expect(content).toMatchObject({ drawn: 8 * 4, judged: 8 })
  expect(content.candidates).toHaveLength(8)
})

test('mending where it went wrong draws less than mending from the start, and finds as much or more', async () => {
  let [local, anew] = [0, 0]
  for (let seed = 0; seed < 20; seed++) {
    const one = async (refineHow: string) => foundBy('glore', { ...words, judge, seed }, 2, { refineHow })
    const [a, b] = [await one('local'), await one('global')]
    expect(a.drawn).toBeLessThanOrEqual(b.drawn)
    const right = ({ candidates }: typeof a) => candidates.filter(word => !word.includes(1)).length
    local += right(a)
    anew += right(b)
  }
  expect(local).toBeGreaterThan(anew)
})
