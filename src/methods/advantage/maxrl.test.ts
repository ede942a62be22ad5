import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { advantagesOf, batchOf } from '../fixture.ts'
import { lossOf, settings } from '../golden/harness.ts'

beforeAll(() => openBackend('cpu'))

describe('MaxRL', () => {
  test('a group of one gets 0, or its raw reward in SkyRL’s form', () => {
    expect(advantagesOf('maxrl', batchOf([[2]]))).toEqual([0])
    expect(advantagesOf('maxrl', batchOf([[2]]), { alone: 'raw' })).toEqual([2])
  })

  test('where nobody or everybody is right there is nothing to learn', () => {
    expect(
      advantagesOf(
        'maxrl',
        batchOf([
          [0, 0, 0],
          [1, 1, 1],
        ]),
      ),
    ).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('a lone correct answer among G gets G - 1, and every wrong one -1', () => {
    for (const G of [2, 4, 8]) {
      const rewards = Array.from({ length: G }, (_, i) => (i === 0 ? 1 : 0))
      expect(advantagesOf('maxrl', batchOf([rewards]))).toEqual([G - 1, ...new Array<number>(G - 1).fill(-1)])
    }
  })

  test('advantages of a group sum to zero, whatever the unit of the rewards', () => {
    const [small, large] = [
      [1, 0, 2],
      [10, 0, 20],
    ].map(group => advantagesOf('maxrl', batchOf([group])))
    expect(large).toEqual(small)
    expect(small!.reduce((total, a) => total + a, 0)).toBeCloseTo(0, 6)
  })

  test('a mean below 0 silences the group; divided by it, the best answer would be pushed down', () => {
    const batch = batchOf([[0, -1, -2]])
    expect(advantagesOf('maxrl', batch)).toEqual([0, 0, 0])
    expect(advantagesOf('maxrl', batch, { meanBelow: 'divide' })[0]).toBe(-1)
  })

  test('a response that nothing could score counts for nobody', () => {
    const [right, wrong] = advantagesOf('maxrl', batchOf([[1, 0]]))
    expect(advantagesOf('maxrl', batchOf([[1, Number.NaN, 0]]))).toEqual([right, 0, wrong])
  })

  test('the plain loss ignores the policy that sampled; the clipped one stops where the ratio has left the band', () => {
    const pull = (surrogate: string) =>
      lossOf('maxrl', settings('maxrl', 'none', { surrogate }), {
        mask: [[1]],
        advantage: [1],
        columns: { logp: [[-0.1]], oldLogp: [[-2]] },
      }).gradient.logp![0]![0]! + 0
    expect([pull('plain'), pull('clipped')]).toEqual([-1, 0])
  })
})
