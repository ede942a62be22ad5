import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

const read = (rewards: readonly number[], critique: readonly number[]) =>
  withColumns(batchOf([rewards]), { critique: Float32Array.from(critique), correct: Float32Array.from(rewards) })
const clean = [0, 0, 0, 0]

describe('CAPO', () => {
  test('a group whose tokens are all paid alike gets 0', () => {
    expect([...estimateOf('capo', read([1, 1], clean)).batch.credit]).toEqual([0, 0, 0, 0])
  })

  test('without a fine it is GRPO with the population’s deviation', () => {
    const { credit } = estimateOf('capo', read([1, 0], [1, 0, 0, 1]), { fine: 0 }).batch
    for (const [t, a] of [1, 1, -1, -1].entries()) expect(credit[t]).toBeCloseTo(a, 4)
  })

  test('right and clean > right and flawed > wrong and clean > wrong and flawed, while the fine is below the pay', () => {
    const pay = [...estimateOf('capo', read([1, 0], [0, 1, 0, 1]), { fine: 1 }).explain.tokenPay!.values]
    expect(pay).toEqual([2, 1, 0, -1])
    const harsh = [...estimateOf('capo', read([1, 0], [0, 1, 0, 1]), { fine: 5 }).explain.tokenPay!.values]
    expect(harsh[1]).toBeLessThan(harsh[2]!)
  })

  test('what all readings call wrong, half of them do; what half do, one does', () => {
    const marked = (vote: string) => [
      ...estimateOf('capo', read([1, 0], [0, 0.25, 0.5, 1]), { vote }).explain.votedWrong!.values,
    ]
    expect(marked('intersection')).toEqual([0, 0, 0, 1])
    expect(marked('majority')).toEqual([0, 0, 1, 1])
    expect(marked('union')).toEqual([0, 1, 1, 1])
  })

  test('a response that nothing could score gets 0 and counts for nobody', () => {
    const pair = [...estimateOf('capo', read([1, 0], clean)).batch.credit]
    const batch = read([1, 0, Number.NaN], [...clean, 1, 1])
    expect([...estimateOf('capo', { ...batch, correct: Float32Array.of(1, 0, 0) }).batch.credit]).toEqual([
      ...pair,
      0,
      0,
    ])
  })
})
