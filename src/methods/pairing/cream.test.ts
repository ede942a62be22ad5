import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { batchOf } from '../fixture.ts'
import { pairsMade } from '../pairs-fixture.ts'
import { consistencyOf } from './cream.math.ts'

beforeAll(() => openBackend('cpu'))

test('the same order agrees, the reverse does not, a lone response agrees with itself', () => {
  for (const kind of ['kendall', 'spearman'] as const) {
    expect(consistencyOf(kind, [1, 2, 3, 4], [10, 20, 30, 40])).toBe(1)
    expect(consistencyOf(kind, [1, 2, 3, 4], [4, 3, 2, 1])).toBe(0)
    expect(consistencyOf(kind, [1], [2])).toBe(1)
  }
})

test('judges itself: the pair is by its own probabilities, and counts both ways as far as the older policy disagrees', () => {
  const plain = batchOf([[1, 0, 0]])
  const perRow = (values: readonly number[]) => {
    const out = new Float32Array(plain.token.length)
    values.forEach((value, i) => {
      out[plain.tokenStart[i]!] = value
    })
    return out
  }
  const zeros = perRow([0, 0, 0])
  const made = (then: readonly number[]) =>
    pairsMade('cream', { ...plain, oldLogp: perRow([-3, -2, -1]), refLogp: zeros, samplerLogp: perRow(then) })
  expect(made([-3, -2, -1])).toEqual([
    [2, 0, 2],
    [0, 2, 0],
  ])
  expect(made([-1, -2, -3])).toEqual([
    [2, 0, 0],
    [0, 2, 2],
  ])
})
