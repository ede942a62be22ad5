import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'
import { macroActions } from './ma-rlhf.math.ts'

const of = (rewards: readonly number[], value: readonly number[], params = {}) => {
  const columns = { oldValue: Float32Array.from(value), oldLogp: new Float32Array(value.length).fill(-1) }
  return estimateOf('ma-rlhf', withColumns(batchOf([rewards], value.length / rewards.length), columns), params).batch
}
const lengths = (n: number, tokens: number) => macroActions(0, tokens, n).map(({ start, end }) => end - start)

describe('macro actions', () => {
  test('cover every token once, the last one alone', () => {
    expect(lengths(3, 8)).toEqual([3, 3, 1, 1])
    expect(lengths(100, 4)).toEqual([3, 1])
    expect(lengths(1, 1).at(-1)).toBe(1)
  })

  test('leave an empty action before the last where n divides the rest, as the released code does', () => {
    expect(lengths(3, 7)).toEqual([3, 3, 0, 1])
  })

  test('end where the next token is less likely', () => {
    expect(macroActions(0, 6, 5, [-1, -2, -1, -1, -3, -1]).map(({ start }) => start)).toEqual([0, 3, 5])
  })
})

describe('MA-RLHF', () => {
  test('a critic that is always right leaves no credit', () => {
    expect([...of([0], [0, 0, 0, 0]).credit]).toEqual([0, 0, 0, 0])
  })

  test('a response that nothing could score gets 0', () => {
    expect([...of([Number.NaN], [1, 1]).credit]).toEqual([0, 0])
  })

  test('tokens of an action share their credit, and the reward fades by actions, not by tokens', () => {
    const { credit } = of([1], [0, 0, 0, 0, 0, 0], { ngram: 4, macroLambda: 0.5 })
    expect([...credit]).toEqual([0.25, 0.25, 0.25, 0.25, 0.5, 1])
  })

  test('the value head learns credit plus the action’s mean value', () => {
    const { returns } = of([1], [0.5, 0.5, 0.5, 0.5], { ngram: 2, macroLambda: 1 })
    expect(returns!.at(-1)).toBeCloseTo(1)
    expect(returns![0]).toBeCloseTo(1)
  })

  test('one token per action is PPO where λ = 1; one action for all is a bandit', () => {
    const value = [0.1, 0.2, 0.3, 0.4]
    const { credit } = of([1], value, { ngram: 1, macroLambda: 1 })
    const batch = withColumns(batchOf([[1]], 4), { oldValue: Float32Array.from(value) })
    const ppo = estimateOf('ppo', batch, { gamma: 1, lambda: 1, whiten: 'off' }).batch.credit
    for (const [t, c] of credit.entries()) expect(c).toBeCloseTo(ppo[t]!, 5)
    expect([...of([1], [0, 0, 0, 0], { ngram: 256, macroLambda: 1 }).credit]).toEqual([1, 1, 1, 1])
  })
})
