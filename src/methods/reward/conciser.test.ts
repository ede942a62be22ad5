import { describe, expect, test } from 'vitest'
import { batchOf, estimateOf } from '../fixture.ts'

const at = (correct: number[], lengths: number[], lengthLimit = 0) =>
  estimateOf('conciser', { ...batchOf([correct], lengths), correct: Float32Array.from(correct) }, { lengthLimit }).batch

describe('ConciseR', () => {
  test('one wrong answer closes the gate: no length pressure in its group', () => {
    expect([...at([1, 0], [9, 2]).reward]).toEqual([1, 0])
  })

  test('where all are correct the shorter wins, whatever the budget', () => {
    const { advantage } = at([1, 1], [4, 8])
    expect(advantage[0]).toBeGreaterThan(0)
    expect([...at([1, 1], [4, 8], 100).advantage].map(Math.sign)).toEqual([...advantage].map(Math.sign))
  })

  test('equal lengths give 0', () => {
    expect([...at([1, 1], [4, 4]).advantage]).toEqual([0, 0])
  })
})
