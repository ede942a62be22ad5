import { describe, expect, test } from 'vitest'
import { batchOf } from '../../methods/fixture.ts'
import { strataOf } from './strata.ts'

const batch = batchOf([[1, 0, 1]], [2, 3, 0])

describe('strata', () => {
  test('three turns, of which two are the last rollout’s: 1, 0 and 2', () => {
    const turns = { rollout: Int32Array.of(0, 2, 2), start: Int32Array.of(0, 5, 5), end: Int32Array.of(2, 5, 5) }
    expect([...strataOf({ ...batch, turns })]).toEqual([1, 0, 2])
  })

  test('without turns the generated tokens are counted: 2 - 1, 3 and an empty response 0', () => {
    expect([...strataOf({ ...batch, mask: Float32Array.of(1, 0, 1, 1, 1) })]).toEqual([1, 3, 0])
  })

  test('an empty list of turns is no turns', () => {
    const none = new Int32Array(0)
    expect([...strataOf({ ...batch, turns: { rollout: none, start: none, end: none } })]).toEqual([2, 3, 0])
  })
})
