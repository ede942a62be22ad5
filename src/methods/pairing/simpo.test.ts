import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { onePair } from '../pairs-fixture.ts'

beforeAll(() => openBackend('cpu'))

test('by hand: mean log-probabilities, no reference, a margin that must be reached', () => {
  const { loss } = onePair('simpo', { dpoBeta: 2, pairMargin: 1 }, [[-1, -1, -1], [-2]])
  expect(loss).toBeCloseTo(Math.log(1 + Math.exp(-(2 * 1 - 1))), 5)
})

test('length does not count', () => {
  expect(onePair('simpo', {}, [[-1, -1], [-2]]).loss).toBeCloseTo(onePair('simpo', {}, [[-1], [-2, -2, -2]]).loss, 5)
})
