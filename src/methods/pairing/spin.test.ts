import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { batchOf } from '../fixture.ts'
import { onePair, pairsMade } from '../pairs-fixture.ts'

beforeAll(() => openBackend('cpu'))

test('every demonstration over every own response, whatever they earned', () => {
  const plain = batchOf([[0, 1, 1], [1]])
  const external = new Float32Array(plain.token.length)
  external.fill(1, plain.tokenStart[0], plain.tokenStart[1])
  expect(pairsMade('spin', { ...plain, external })).toEqual([
    [0, 1, 1],
    [0, 2, 1],
  ])
})

test('at the opponent a pair costs log 2, wherever the frozen reference is', () => {
  expect(onePair('spin', {}, [[-1], [-1]]).loss).toBeCloseTo(Math.LN2)
})
