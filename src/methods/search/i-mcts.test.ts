import { expect, test } from 'vitest'
import { chanceOfZeros, foundBy, zerosFound } from '../search-fixture.ts'
import { blended, introspected } from './i-mcts.math.ts'

const words = { length: 3, letters: 4 }

test('a value goes from the estimate to the measurements as these arrive', () => {
  const at = (measured: number) => blended({ estimate: 0.9, measured, sum: 0.2 * measured }, 4)
  expect(at(0)).toBe(0.9)
  expect([1, 2, 3, 4, 9].map(at)).toEqual([...[1, 2, 3, 4, 9].map(at)].sort((a, b) => b - a))
  expect(at(4)).toBeCloseTo(0.2, 12)
  expect(at(9)).toBeCloseTo(0.2, 12)
})

test('without failures the policy proposes, without repeats; what failed is proposed less', () => {
  const fresh = introspected([0.5, 0.3, 0.2], { failed: [0, 0, 0], proposed: [1, 0, 0], penalty: 1 })!
  expect(fresh[1]).toBeCloseTo(0.6, 12)
  const warned = introspected([0.5, 0.5], { failed: [1, 0], proposed: [0, 0], penalty: 0.5 })!
  expect(warned[0]).toBeCloseTo(1 / 3, 12)
  expect(introspected([1, 0], { failed: [1, 0], proposed: [0, 0], penalty: 1 })).toBeUndefined()
})

test('a finished response for every measurement, whatever the tree looks like', async () => {
  const { candidates, tree } = await foundBy('i-mcts', { ...words, judge: () => 0.5 }, 8, { simulations: 20 })
  expect(candidates).toHaveLength(20)
  expect(candidates.every(word => word.length === words.length)).toBe(true)
  expect(tree[0]!.visits).toBe(20)
})

test('a judge that knows the way leads there', async () => {
  const settings = { simulations: 24, treeBranches: 4, uctWeight: 0.1, failurePenalty: 0 }
  const knows = await zerosFound('i-mcts', { ...words, judge: chanceOfZeros(words) }, 8, settings)
  const blind = await zerosFound('i-mcts', { ...words, judge: () => 0.5 }, 8, settings)
  expect(knows).toBeGreaterThan(blind)
})

test('what failed at a depth is proposed less at that depth everywhere', async () => {
  // One letter spoils every word.
  const judge = (prefix: readonly number[]) => (prefix.includes(1) ? 0.1 : 0.9)
  const spoiled = async (failurePenalty: number) => {
    const long = { length: 5, letters: 4, judge }
    const { tree } = await foundBy('i-mcts', long, 8, { simulations: 60, treeBranches: 2, failurePenalty })
    return tree.filter(({ tokens }) => tokens[0] === 1).length
  }
  expect(await spoiled(1)).toBeLessThan(await spoiled(0))
})
