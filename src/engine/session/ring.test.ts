import { describe, expect, it } from 'vitest'
import { blankRecipe } from '../../core/recipe.ts'
import type { Checkpoint } from '../../protocol/commands.ts'
import { bytesOf, createRing } from './ring.ts'

const at = (iteration: number): Checkpoint => ({
  recipe: blankRecipe,
  iteration,
  parameters: new Float32Array(10),
  moment1: new Float32Array(10),
  moment2: new Float32Array(10),
  updates: iteration,
  methodState: {},
})

describe('the ring of checkpoints', () => {
  it('stays within its memory over ten thousand iterations, and keeps the first and the newest', () => {
    const ring = createRing(20 * bytesOf(at(0)), 1000)
    for (let i = 0; i <= 10_000; i++) ring.add(at(i))
    const kept = ring.iterations()
    expect(kept).toHaveLength(20)
    expect(kept[0]).toBe(0)
    expect(kept.slice(-2)).toEqual([9999, 10_000])
  })

  it('is dense near the present and sparse in the past', () => {
    const ring = createRing(Number.POSITIVE_INFINITY, 24)
    for (let i = 0; i <= 2000; i++) ring.add(at(i))
    const kept = ring.iterations()
    const distance = (place: number) => kept[place + 1]! - kept[place]!
    expect(distance(22)).toBe(1)
    expect(distance(1)).toBeGreaterThan(distance(20))
  })

  it('finds the newest that is not too new, and forgets a future', () => {
    const ring = createRing(1e9, 100)
    for (const i of [0, 3, 6]) ring.add(at(i))
    expect(ring.nearest(5)?.iteration).toBe(3)
    ring.forgetAfter(3)
    expect(ring.iterations()).toEqual([0, 3])
    ring.add(at(2))
    expect(ring.iterations()).toEqual([0, 2])
  })
})
