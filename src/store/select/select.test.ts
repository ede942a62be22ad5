import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Batch } from '../../core/batch.ts'
import { blankRecipe } from '../../core/recipe.ts'
import type { Snapshot } from '../../core/snapshot.ts'
import { freshRun, nothingSelected, type Selection } from '../state.ts'
import { pointsOf, smoothed, startBand, thinned, valueAt } from './curve.ts'
import { addressedIteration, backTo, moved, neighbourIteration, selectionIn, shownSnapshot } from './look.ts'
import { shownRun, soleRun } from './run.ts'

/** Two groups whose members are not neighbours: rollouts 0 and 2 (3 and 1 tokens), rollout 1 (2 tokens). */
const batch: Batch = {
  rollouts: 3,
  groups: 2,
  group: Int32Array.of(0, 1, 0),
  reward: new Float32Array(3),
  tokenStart: Int32Array.of(0, 3, 5, 6),
  token: new Int32Array(6),
}
const at = (group: number, rollout: number, token: number): Selection => ({ ...nothingSelected, group, rollout, token })
const snapshots = [3, 7, 12].map(
  (iteration): Snapshot => ({
    iteration,
    phase: 'probe',
    batch,
    problems: [],
    notes: [],
    explain: {},
    metrics: {},
  }),
)
const looking = (iteration: number | undefined) => ({
  ...soleRun({ ...freshRun('a', blankRecipe), snapshots }),
  selection: { ...nothingSelected, iteration },
})

describe('the place that is looked at', () => {
  it('is clamped to what the batch has', () => {
    expect(selectionIn(at(9, 9, 9), batch)).toMatchObject({ group: 1, rollout: 0, token: 1 })
    expect(selectionIn(at(0, 1, 2), batch)).toMatchObject({ group: 0, rollout: 1, token: 0 })
  })

  it('is, where nobody chose a group, the first that disagrees; the first of all while a run plays', () => {
    const disagreeing = { ...batch, rollouts: 4, group: Int32Array.of(0, 1, 0, 1), reward: Float32Array.of(1, 0, 1, 1) }
    const whole = { ...disagreeing, tokenStart: Int32Array.of(0, 1, 2, 3, 4) }
    expect(selectionIn(nothingSelected, whole).group).toBe(1)
    expect(selectionIn(nothingSelected, whole, true).group).toBe(0)
    expect(selectionIn(nothingSelected, batch).group).toBe(0)
  })

  it('is, where nobody chose a response, the one with the largest |advantage|; the first of all while a run plays', () => {
    const judged = { ...batch, advantage: Float32Array.of(0.5, Number.NaN, -2) }
    expect(selectionIn(nothingSelected, judged)).toMatchObject({ group: 0, rollout: 1 })
    expect(selectionIn(nothingSelected, judged, true)).toMatchObject({ group: 0, rollout: 0 })
    expect(selectionIn({ ...nothingSelected, group: 1 }, judged).rollout).toBe(0)
    expect(selectionIn({ ...nothingSelected, rollout: 0 }, judged).rollout).toBe(0)
  })

  it('moves by token over the borders of responses and groups', () => {
    expect(moved(at(0, 0, 2), batch, 'token', 1)).toEqual({ group: 0, rollout: 1, token: 0 })
    expect(moved(at(0, 1, 0), batch, 'token', 1)).toEqual({ group: 1, rollout: 0, token: 0 })
    expect(moved(at(1, 0, 0), batch, 'token', -1)).toEqual({ group: 0, rollout: 1, token: 0 })
    expect(moved(at(1, 0, 1), batch, 'token', 1)).toEqual({})
  })

  it('moves by turn within a response, to where the policy’s turns begin, and stops at its ends', () => {
    const turns = { rollout: Int32Array.of(0, 0), start: Int32Array.of(0, 2), end: Int32Array.of(1, 3) }
    const talk = { ...batch, turns }
    expect(moved(at(0, 0, 0), talk, 'turn', 1)).toEqual({ token: 2 })
    expect(moved(at(0, 0, 1), talk, 'turn', 1)).toEqual({ token: 2 })
    expect(moved(at(0, 0, 2), talk, 'turn', 1)).toEqual({})
    expect(moved(at(0, 0, 2), talk, 'turn', -1)).toEqual({ token: 0 })
    expect(moved(at(0, 0, 0), batch, 'turn', 1)).toEqual({})
  })

  it('keeps the position when it moves by response', () => {
    expect(moved(at(0, 1, 0), batch, 'rollout', 1)).toEqual({ group: 1, rollout: 0, token: 0 })
    expect(moved(at(0, 0, 0), batch, 'rollout', -1)).toEqual({})
  })

  it('visits every token exactly once from the first to the last', () => {
    let place = at(0, 0, 0)
    const seen = new Set<string>()
    for (let i = 0; i < 20; i++) {
      seen.add(JSON.stringify(place))
      place = { ...place, ...moved(place, batch, 'token', 1) }
    }
    expect(seen.size).toBe(6)
  })
})

describe('the iteration that is looked at', () => {
  it('is the newest, or the nearest that was kept', () => {
    expect(shownSnapshot(looking(undefined))?.iteration).toBe(12)
    expect(shownSnapshot(looking(6))?.iteration).toBe(7)
    expect(shownSnapshot(looking(1))?.iteration).toBe(3)
  })

  it('is one that was computed again for as long as that one is asked for', () => {
    const again = { ...shownSnapshot(looking(7))!, iteration: 6 }
    const withAgain = (iteration: number) => {
      const state = looking(iteration)
      const run = { ...shownRun(state), again, iteration: 12 }
      return { ...state, runs: new Map([[run.id, run]]) }
    }
    expect(shownSnapshot(withAgain(6))).toBe(again)
    expect(addressedIteration(withAgain(6))).toBe(6)
    expect(shownSnapshot(withAgain(8))?.iteration).toBe(7)
    expect([neighbourIteration(withAgain(6), -1), neighbourIteration(withAgain(6), 1)]).toEqual([3, 7])
  })

  it('moves among the kept ones and follows again at the end', () => {
    expect(neighbourIteration(looking(undefined), -1)).toBe(7)
    expect(neighbourIteration(looking(3), -1)).toBe(3)
    expect(neighbourIteration(looking(3), 1)).toBe(7)
    expect(neighbourIteration(looking(7), 1)).toBeUndefined()
  })

  it('goes back to the start of what is under way, then to the one before', () => {
    expect(backTo({ iteration: 5, phase: 'credit' })).toBe(5)
    expect(backTo({ iteration: 5, phase: 'probe' })).toBe(4)
    expect(backTo({ iteration: 0, phase: undefined })).toBeUndefined()
  })
})

describe('curves', () => {
  const points = (values: readonly number[]) =>
    pointsOf(
      values.map(reward => ({ reward })),
      'reward',
    )

  it('leave out what was not measured', () => {
    expect(pointsOf([{ a: 1 }, {}, { a: Number.NaN }, { a: 4 }], 'a')).toEqual([
      { iteration: 1, value: 1 },
      { iteration: 4, value: 4 },
    ])
    expect(valueAt([{ a: 1 }, {}, { b: 2 }], 'a', 3)).toBe(1)
    expect(valueAt([{ b: 1 }], 'a', 1)).toBeUndefined()
  })

  it('smooth without pulling the start towards 0, and not at all with weight 0', () => {
    expect(smoothed(points([2, 2, 2]), 0.9).map(({ value }) => value)).toEqual([2, 2, 2].map(v => expect.closeTo(v)))
    expect(smoothed(points([1, 5, 2]), 0)).toEqual(points([1, 5, 2]))
  })

  it('thin to the limit, keep both ends, invent nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 1, maxLength: 300 }), values => {
        const all = points(values)
        const few = thinned(all, 40)
        expect(few.length).toBeLessThanOrEqual(40)
        expect(few[0]).toEqual(all[0])
        expect(few.at(-1)).toEqual(all.at(-1))
        for (const point of few) expect(all).toContainEqual(point)
        expect(few.every((point, i) => i === 0 || point.iteration > few[i - 1]!.iteration)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('keep a single spike', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i === 613 ? 50 : Math.sin(i / 90)))
    expect(thinned(points(values), 100).some(({ value }) => value === 50)).toBe(true)
  })

  it('know the band of the start once there are three points', () => {
    expect(startBand(points([1, 1]))).toBeUndefined()
    const band = startBand(points([1, 2, 3]))
    expect(band).toEqual({ low: 1, high: 3 })
  })
})
