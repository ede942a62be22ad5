import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { bordaVote } from './self-certainty.math.ts'

const responses = (meanLogp: readonly (readonly number[])[]) =>
  withColumns(
    batchOf(
      [meanLogp.map(() => 0)],
      meanLogp.map(row => row.length),
    ),
    { oldMeanLogp: Float32Array.from(meanLogp.flat()) },
  )

describe('self-certainty', () => {
  test('of a policy that only guesses is ln V, and 0 for an empty response', () => {
    const { batch } = estimateOf('self-certainty', responses([[-Math.log(4), -Math.log(4)], []]))
    expect(batch.reward[0]).toBeCloseTo(Math.log(4), 6)
    expect(batch.reward[1]).toBe(0)
  })

  test('is a mean over tokens, whatever the length', () => {
    expect([...estimateOf('self-certainty', responses([[-2, -4], [-3]])).batch.reward]).toEqual([3, 3])
  })

  test('does not ask the verifier', () => {
    const sure = { ...responses([[-4], [-2]]), reward: Float32Array.of(0, 1) }
    expect(estimateOf('self-certainty', sure).batch.advantage[0]).toBeGreaterThan(0)
  })

  test('does not see what the world wrote', () => {
    const batch = withColumns(responses([[-2, -9], [-2]]), { mask: Float32Array.of(1, 0, 1) })
    expect([...estimateOf('self-certainty', batch).batch.reward]).toEqual([2, 2])
  })

  test('weighs votes: power 0 counts heads, a high power lets the surest decide', () => {
    expect(bordaVote(['3', '4', '3'], [1, 9, 2], 0).vote).toBe('3')
    expect(bordaVote(['3', '4', '3'], [1, 9, 2], 5).vote).toBe('4')
  })

  test('the curve of the weighed vote knows when the surest is right', () => {
    const batch = withColumns(
      { ...batchOf([[1, 9, 2]]), answer: ['3', '4', '3'] },
      { correct: Float32Array.of(0, 1, 0) },
    )
    const { part } = resolveMethod('self-certainty').probe!
    const at = (votePower: number) =>
      part.compute('t', batch, paramsOf('self-certainty', { votePower }), context).metrics.votedRight
    expect([at(0), at(5)]).toEqual([0, 1])
  })
})
