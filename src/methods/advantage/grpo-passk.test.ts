import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

const plain = { scale: 'none' }

describe('GRPO for pass@k', () => {
  test('a group of one has no runner-up: 0', () => {
    expect(advantagesOf('grpo-passk', batchOf([[1]]))).toEqual([0])
  })

  test('nobody correct, or two correct: nothing is learned', () => {
    const groups = [
      [0, 0, 0],
      [1, 1, 0],
    ]
    expect(advantagesOf('grpo-passk', batchOf(groups))).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('the winner gets its lead over the second, all others 0', () => {
    const [a, b, c] = advantagesOf('grpo-passk', batchOf([[0.25, 1, 0.5]]), plain)
    expect([a, b, c]).toEqual([0, 0.5, 0])
  })

  test('the same number added to every reward changes nothing', () => {
    expect(advantagesOf('grpo-passk', batchOf([[3, 5, 4]]), plain)).toEqual(
      advantagesOf('grpo-passk', batchOf([[0, 2, 1]]), plain),
    )
  })

  test('the lead is what the group’s best would lose without the winner', () => {
    const rewards = [0.5, 2, 1.25, 0]
    const best = Math.max(...rewards)
    const without = rewards.map((_, i) => Math.max(...rewards.filter((__, j) => j !== i)))
    expect(advantagesOf('grpo-passk', batchOf([rewards]), plain)).toEqual(without.map(other => best - other))
  })

  test('divided by the group’s deviation unless told otherwise', () => {
    expect(advantagesOf('grpo-passk', batchOf([[1, 0]]))[0]).toBeCloseTo(Math.SQRT2, 4)
  })

  test('shows whom the winner was compared with', () => {
    const { explain } = estimateOf('grpo-passk', batchOf([[0, 1, 3]]))
    expect([...explain.runnerUp!.values]).toEqual([1, 1, 1])
  })
})
