import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { onePair } from '../pairs-fixture.ts'

beforeAll(() => openBackend('cpu'))

test('stands still at its target, and turns back beyond it', () => {
  const slope = (chosen: number) => onePair('ipo', { dpoBeta: 0.5 }, [[chosen], [-1]]).gradient.logp!.flat()[0]!
  expect(slope(0)).toBeCloseTo(0)
  expect(slope(-0.5)).toBeLessThan(0)
  expect(slope(0.5)).toBeGreaterThan(0)
})
