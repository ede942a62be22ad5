import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

const groups = fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }), {
  minLength: 2,
  maxLength: 4,
})

describe('PRPO', () => {
  test('a single response gets 0, and so does a batch that agrees, even without epsilon', () => {
    expect(advantagesOf('prpo', batchOf([[0.7]]))).toEqual([0])
    expect(advantagesOf('prpo', batchOf([[1, 1], [1]]), { epsilon: 0 })).toEqual([0, 0, 0])
  })

  test('groups do not matter: the same rewards in other groups get the same advantages', () => {
    fc.assert(
      fc.property(groups, rewards => {
        expect(advantagesOf('prpo', batchOf(rewards))).toEqual(advantagesOf('prpo', batchOf([rewards.flat()])))
      }),
    )
  })

  test('an all-correct group is pushed up and an all-wrong one down', () => {
    const batch = batchOf([
      [1, 1],
      [0, 0],
    ])
    const [right, , wrong] = advantagesOf('prpo', batch, { epsilon: 0 })
    expect([right, wrong]).toEqual([1, -1])
  })

  test('advantages of a batch sum to zero, with either baseline', () => {
    fc.assert(
      fc.property(groups, fc.constantFrom('all', 'others'), (rewards, baselineOver) => {
        const all = advantagesOf('prpo', batchOf(rewards), { baselineOver })
        expect(all.reduce((total, a) => total + a, 0)).toBeCloseTo(0, 4)
      }),
    )
  })

  test('divided by nothing, rewards keep their unit', () => {
    expect(advantagesOf('prpo', batchOf([[3, 1]]), { divideBy: 'nothing' })).toEqual([1, -1])
  })

  test('a response that nothing could score counts for nobody', () => {
    const { explain } = estimateOf('prpo', batchOf([[1, Number.NaN, 0]]))
    expect([explain.mean!.values[0], explain.mean!.values[2]]).toEqual([0.5, 0.5])
  })
})
