import { expect, test } from 'vitest'
import { slots, slotTable } from './slots.ts'
import { phases } from './snapshot.ts'

test('every slot draws from a stream of its own, under the number that it always had', () => {
  const words = slots.map(slot => slotTable[slot].word)
  expect(new Set(words).size).toBe(slots.length)
  expect(words.slice(0, 9)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('every slot runs in a phase that exists', () => {
  for (const slot of slots) expect(phases).toContain(slotTable[slot].phase)
})
