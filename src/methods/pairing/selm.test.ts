import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { batchOf } from '../fixture.ts'
import { onePair, pairsMade } from '../pairs-fixture.ts'

beforeAll(() => openBackend('cpu'))

test('a third response stands beside the pair, without weight in the preference', () => {
  expect(pairsMade('selm', batchOf([[0.5, 1, 0]]))).toEqual([
    [1, 2, 1],
    [1, 0, 0],
  ])
  expect(pairsMade('selm', batchOf([[1, 0]]))).toEqual([[0, 1, 1]])
})

test('without optimism it is DPO', () => {
  const logp = [[-0.5], [-2]] as const
  const own = onePair('selm', { optimismBeta: 0.4, optimism: 0 }, logp)
  const dpo = onePair('dpo', { dpoBeta: 0.4 }, logp)
  expect(own.loss).toBeCloseTo(dpo.loss, 6)
  expect(own.gradient.logp!.flat()[0]).toBeCloseTo(dpo.gradient.logp!.flat()[0]!, 6)
})
