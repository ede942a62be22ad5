import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

const pull = (credit: number, logRatio: number, params = {}) =>
  lossOf('nft', settings('nft', 'none', params), {
    mask: [[1]],
    advantage: [credit],
    columns: { logp: [[logRatio - 2]], oldLogp: [[-2]] },
  })

beforeAll(() => openBackend('cpu'))

describe('NFT', () => {
  test('on policy its gradient is Dr. GRPO’s: minus (y - q)', () => {
    expect(pull(0.75, 0).gradient.logp![0]![0]).toBeCloseTo(-0.75)
    expect(pull(-0.25, 0).gradient.logp![0]![0]).toBeCloseTo(0.25)
  })

  test('with the other weight it is GRPO’s, with the population deviation', () => {
    const spread = { promptWeight: 'spread' }
    expect(pull(0.75, 0, spread).gradient.logp![0]![0]).toBeCloseTo(-Math.sqrt(3))
    expect(pull(-0.25, 0, spread).gradient.logp![0]![0]).toBeCloseTo(1 / Math.sqrt(3))
  })

  test('the loss is 0 where the policy has not moved', () => {
    expect(pull(0.75, 0).loss + 0).toBe(0)
    expect(pull(-0.25, 0).loss).toBeCloseTo(0)
  })

  test('a correct token never loses its pull', () => {
    expect(pull(0.75, 3).gradient.logp![0]![0]).toBeCloseTo(-0.75)
  })

  test('a wrong token is pushed harder when it became likelier, softer when rarer', () => {
    expect(pull(-0.25, 1).gradient.logp![0]![0]).toBeGreaterThan(0.25)
    expect(pull(-0.25, -1).gradient.logp![0]![0]).toBeLessThan(0.25)
  })

  test('groups that agree are silent, even where the weight would divide by 0', () => {
    const { loss, gradient } = pull(0, 0.5, { promptWeight: 'spread' })
    expect([loss + 0, gradient.logp![0]![0]! + 0]).toEqual([0, 0])
  })
})
