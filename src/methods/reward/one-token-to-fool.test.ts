import { describe, expect, test } from 'vitest'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { honestPay } from './one-token-to-fool.math.ts'

const judged = (correct: readonly number[], judgement: readonly number[]) => ({
  ...batchOf([correct]),
  correct: Float32Array.from(correct),
  judgement: Float32Array.from(judgement),
})
const measured = (batch: ReturnType<typeof judged>) => {
  const { batch: paid } = estimateOf('one-token-to-fool', batch, { acceptFrom: 0.5 })
  const { part } = resolveMethod('one-token-to-fool').probe!
  return part.compute('t', paid, paramsOf('one-token-to-fool'), context).metrics
}

describe('One token to fool the judge', () => {
  test('the judge pays, whatever the verifier says', () => {
    const { batch } = estimateOf('one-token-to-fool', judged([1, 0, 1, 0], [0.2, 0.9, 0.5, 0.1]), { acceptFrom: 0.5 })
    expect([...batch.reward]).toEqual([0, 1, 1, 0])
    expect(batch.advantage[1]).toBeGreaterThan(0)
  })

  test('tells how often it is fooled, and by how much that beats honesty', () => {
    const { foolRate, foundRate, foolingGains } = measured(judged([1, 0, 0, 0], [0.9, 0.9, 0.9, 0.1]))
    expect([foolRate, foundRate]).toEqual([expect.closeTo(2 / 3, 6), 1])
    expect(foolingGains).toBeCloseTo(2 / 3 - honestPay(0.25, 1), 6)
  })

  test('where nobody is wrong nobody is fooled, and nothing is said of it', () => {
    expect(measured(judged([1, 1], [1, 1]))).toEqual({ foundRate: 1 })
  })

  test('a blind judge pays honesty a half, however often it is right', () => {
    expect([0, 0.3, 1].map(accuracy => honestPay(accuracy, 0.5))).toEqual([0.5, 0.5, 0.5])
  })
})
