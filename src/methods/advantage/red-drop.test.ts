import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

describe('RED-Drop', () => {
  test('a group of one, and a group that agrees, get 0', () => {
    expect(advantagesOf('red-drop', batchOf([[1], [0, 0]]))).toEqual([0, 0, 0])
  })

  test('as many failures as successes are kept', () => {
    const { explain } = estimateOf('red-drop', batchOf([[1, 0, 0, 0, 0]]))
    expect(explain.dropped!.values[0]).toBe(0)
    expect(explain.dropped!.values.reduce((total, d) => total + d, 0)).toBe(3)
  })

  test('the mean is that of the kept; dropped ones get 0', () => {
    const all = advantagesOf('red-drop', batchOf([[1, 0, 0, 0]]))
    expect(all[0]).toBe(0.5)
    expect(all.filter(a => a === -0.5)).toHaveLength(1)
    expect(all.filter(a => a === 0)).toHaveLength(2)
  })

  test('where successes are the majority nothing is dropped', () => {
    const batch = batchOf([[1, 1, 0]])
    expect(advantagesOf('red-drop', batch)).toEqual(advantagesOf('dr-grpo', batch))
  })
})
