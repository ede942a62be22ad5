import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { onePair } from '../pairs-fixture.ts'

beforeAll(() => openBackend('cpu'))

test('by hand: the preference without a reference, and the chosen one imitated by its mean', () => {
  const { loss } = onePair('cpo', { dpoBeta: 0.5 }, [[-1, -3], [-2]])
  expect(loss).toBeCloseTo(Math.log(1 + Math.exp(-0.5 * (-4 + 2))) + 2, 5)
})

test('the chosen one is pulled up even where the margin is settled', () => {
  const slope = (id: string) => onePair(id, { dpoBeta: 1 }, [[-1], [-60]]).gradient.logp!.flat()[0]!
  expect(slope('cpo')).toBeCloseTo(-1)
  expect(slope('dpo')).toBeCloseTo(0)
})
