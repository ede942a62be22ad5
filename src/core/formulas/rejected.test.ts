import { expect, test } from 'vitest'
import { trainedOf } from './rejected.ts'

test('tokens of rejected responses and words of the world are not trained', () => {
  const batch = {
    rollouts: 2,
    groups: 1,
    group: Int32Array.of(0, 0),
    reward: Float32Array.of(1, 0),
    tokenStart: Int32Array.of(0, 3, 5),
    token: new Int32Array(5),
    mask: Float32Array.of(1, 0, 1, 1, 1),
  }
  expect([...trainedOf(batch, [1, 0])]).toEqual([1, 0, 1, 0, 0])
  expect([...trainedOf(batch, [0, 1])]).toEqual([0, 0, 0, 1, 1])
})
