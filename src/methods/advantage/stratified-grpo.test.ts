import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

const id = 'stratified-grpo'
/** Two strata, short and long responses. */
const two = (short: readonly number[], long: readonly number[]) =>
  batchOf([[...short, ...long]], [...short.map(() => 1), ...long.map(() => 3)])

describe('Stratified GRPO', () => {
  test('a group of one gets 0', () => {
    expect(advantagesOf(id, batchOf([[1]]))).toEqual([0])
  })

  test('one stratum is GRPO with the population deviation', () => {
    const batch = batchOf([[1, 0, 0, 0.5]])
    const grpo = advantagesOf('grpo', batch, { ddof: 0 })
    for (const [i, a] of advantagesOf(id, batch).entries()) expect(a).toBeCloseTo(grpo[i]!, 4)
  })

  test('within strata only, a better stratum gets nothing for being better', () => {
    const all = advantagesOf(id, two([1, 1], [0, 0]), { blend: 1 })
    expect(all).toEqual([0, 0, 0, 0])
  })

  test('the blend lets some of that difference through', () => {
    const all = advantagesOf(id, two([1, 1], [0, 0]), { blend: 0.75 })
    expect(all).toEqual([0.25, 0.25, -0.25, -0.25].map(a => expect.closeTo(a, 5)))
  })

  test('alone in its stratum, a response is compared with all only', () => {
    expect(estimateOf(id, two([1, 0], [1])).explain.within!.values[2]).toBe(0)
  })

  test('rewards of one stratum in another unit leave the comparison within it as it was', () => {
    const within = (rewards: readonly number[]) => estimateOf(id, two(rewards, [1, 0])).explain.within!.values[0]
    expect(within([9, 5, 1])).toBeCloseTo(within([2, 1, 0])!, 5)
  })

  test('strata are numbers of turns where there are turns', () => {
    const turns = { rollout: Int32Array.of(0, 0, 1), start: Int32Array.of(0, 1, 2), end: Int32Array.of(1, 2, 4) }
    expect([...estimateOf(id, { ...batchOf([[1, 0]], 2), turns }).explain.stratum!.values]).toEqual([2, 1])
  })
})
