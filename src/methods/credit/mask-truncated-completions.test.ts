import { describe, expect, test } from 'vitest'
import { batchOf, estimateOf } from '../fixture.ts'

const id = 'mask-truncated-completions'
const at = (truncated: number[]) =>
  estimateOf(id, { ...batchOf([[1, 0]], 2), truncated: Float32Array.from(truncated) }).batch

describe('overlong filtering', () => {
  test('the tokens of a cut-off response are not trained on', () => {
    const { trained, credit } = at([0, 1])
    expect([...trained!]).toEqual([1, 1, 0, 0])
    expect([...credit.slice(2)].map(c => c + 0)).toEqual([0, 0])
  })

  test('its reward still counts for its siblings', () => {
    expect(at([0, 1]).credit[0]).toBeGreaterThan(0)
    expect(at([0, 1]).advantage[1]).toBeLessThan(0)
  })

  test('a batch in which all were cut off trains nothing and is not NaN', () => {
    expect([...at([1, 1]).credit].map(c => c + 0)).toEqual([0, 0, 0, 0])
  })
})
