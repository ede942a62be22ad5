import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

const rewards = fc.array(
  fc.integer({ min: -8, max: 8 }).map(r => r / 4),
  { minLength: 2, maxLength: 8 },
)
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

describe('GRPO', () => {
  test('advantages of a group sum to zero', () => {
    fc.assert(
      fc.property(rewards, group => {
        expect(sum(advantagesOf('grpo', batchOf([group])))).toBeCloseTo(0, 4)
      }),
    )
  })

  test('the same number added to every reward changes nothing', () => {
    fc.assert(
      fc.property(rewards, group => {
        const shifted = advantagesOf('grpo', batchOf([group.map(r => r + 3)]))
        for (const [i, a] of advantagesOf('grpo', batchOf([group])).entries()) expect(shifted[i]).toBeCloseTo(a, 4)
      }),
    )
  })

  test('rewards in another unit give the same advantages', () => {
    const [small, large] = [
      [0, 1, 1, 3],
      [0, 10, 10, 30],
    ].map(group => advantagesOf('grpo', batchOf([group])))
    for (const [i, a] of small!.entries()) expect(large![i]).toBeCloseTo(a, 4)
  })

  test('a group that agrees teaches nothing', () => {
    expect(
      advantagesOf(
        'grpo',
        batchOf([
          [1, 1, 1],
          [0, 0, 0],
        ]),
      ),
    ).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('with m binary rewards of which a share p is 1, the correct get sqrt((1-p)/p * (m-1)/m)', () => {
    const [correct, , , wrong] = advantagesOf('grpo', batchOf([[1, 0, 0, 0]]))
    expect(correct).toBeCloseTo(Math.sqrt((0.75 / 0.25) * (3 / 4)), 4)
    expect(wrong).toBeCloseTo(-Math.sqrt((0.25 / 0.75) * (3 / 4)), 4)
  })

  test('groups do not see each other', () => {
    const together = advantagesOf(
      'grpo',
      batchOf([
        [1, 0],
        [5, 9],
      ]),
    )
    expect(together.slice(0, 2)).toEqual(advantagesOf('grpo', batchOf([[1, 0]])))
  })

  test('a group of one gets 0, or its raw reward where verl’s convention is asked for', () => {
    expect(advantagesOf('grpo', batchOf([[0.5]]))).toEqual([0])
    expect(advantagesOf('grpo', batchOf([[0.5]]), { lone: 'raw' })[0]).toBeCloseTo(0.5, 5)
  })

  test('a response that nothing could score counts for nobody and gets 0', () => {
    const [better, worse] = advantagesOf('grpo', batchOf([[1, 0]]))
    expect(advantagesOf('grpo', batchOf([[1, Number.NaN, 0]]))).toEqual([better, 0, worse])
  })

  test('hands out the mean and the deviation that it used', () => {
    const { explain } = estimateOf('grpo', batchOf([[0, 1, 2]]))
    expect([...explain.mean!.values]).toEqual([1, 1, 1])
    expect([...explain.std!.values]).toEqual([1, 1, 1])
  })

  test('with mean and deviation of the others, the only correct answer keeps its difference undivided', () => {
    const values = { baselineOver: 'others', spreadOver: 'others', zeroSpread: 'undivided' }
    const [winner, loser] = advantagesOf('grpo', batchOf([[1, 0, 0, 0]]), values)
    expect(winner).toBe(1)
    expect(loser).toBeCloseTo(-1 / 3 / Math.sqrt(1 / 3), 4)
  })

  test('a leave-one-out mean changes nothing where the deviation is taken around it', () => {
    const values = { baselineOver: 'others', spreadOver: 'residuals', epsilon: 0 }
    for (const [i, a] of advantagesOf('grpo', batchOf([[1, 0, 0.3, 0]]), values).entries()) {
      expect(a).toBeCloseTo(advantagesOf('grpo', batchOf([[1, 0, 0.3, 0]]), { epsilon: 0 })[i]!, 5)
    }
  })
})
