import { describe, expect, it } from 'vitest'
import { lookups } from '../engine/opening/lookups.ts'
import {
  type ArmRun,
  armRecipe,
  type Band,
  type Claim,
  evaluateClaim,
  type Reading,
  readRun,
  summarise,
} from './claim.ts'
import { presets } from './presets.ts'

/** A run whose metric `x` takes these values. */
const run = (arm: string, seed: string, values: readonly number[], more: Partial<ArmRun> = {}): ArmRun => ({
  arm,
  seed,
  start: { x: 0.5 },
  metrics: values.map(x => ({ x })),
  ...more,
})
const x = (arm: string): Reading => ({ arm, metric: 'x', when: 'end' })
const claimed = (band: Band, of: Partial<Claim['of']> = {}): Claim => ({
  id: 'c',
  says: '',
  by: 'here',
  band,
  of: { take: x('a'), over: 'median', ...of },
})
const minus = { against: { how: 'minus', take: x('b') } } as const
/** Arms a and b with one value per seed. */
const pairs = (...ends: readonly (readonly [number, number])[]) =>
  ends.flatMap(([a, b], i) => [run('a', String(i), [a]), run('b', String(i), [b])])
const seeds = (count: number) => Array.from({ length: count }, (_, i) => String(i))

describe('a reading', () => {
  const one = run('a', '1', [3, 1, 4, 1, 5])
  it.each([
    ['start', 0.5],
    ['end', 5],
    [{ at: 3 }, 4],
    [{ from: 1, to: 4, take: 'mean' }, 2.25],
    [{ from: 1, to: 2, take: 'sum' }, 4],
    [{ from: 1, to: 2, take: 'rms' }, Math.sqrt(5)],
    [{ from: 1, to: 2, take: 'std' }, 1],
    [{ from: 2, to: 5, take: 'min' }, 1],
    [{ from: 2, to: 5, take: 'max' }, 5],
    [{ first: 'atLeast', value: 4 }, 3],
    [{ first: 'atMost', value: 1 }, 2],
    [{ first: 'atLeast', value: 6 }, Number.POSITIVE_INFINITY],
    [{ at: 6 }, Number.NaN],
    [{ from: 4, to: 6, take: 'mean' }, Number.NaN],
  ] as const)('%j is %s', (when, expected) => expect(readRun(one, 'x', when)).toBe(expected))

  it('interpolates nothing, and takes of a span what was measured', () => {
    const holes = { ...one, metrics: [{ x: 1 }, {}, { x: 3 }] }
    expect(readRun(holes, 'x', { at: 2 })).toBeNaN()
    expect(readRun(holes, 'x', { from: 1, to: 3, take: 'mean' })).toBe(2)
    expect(readRun(holes, 'y', { from: 1, to: 3, take: 'sum' })).toBeNaN()
  })

  it('has no end where the run diverged, and what came before is there', () => {
    const failed = { ...one, failure: 'why' }
    expect(readRun(failed, 'x', 'end')).toBeNaN()
    expect(readRun(failed, 'x', { at: 2 })).toBe(1)
  })
})

describe('a claim', () => {
  it('compares within each seed, then takes the middle', () => {
    const runs = pairs([1, 0], [5, 1], [10, 9])
    expect(evaluateClaim(claimed({ low: 1 }, minus), runs, seeds(3))).toEqual({
      verdict: 'holds',
      figure: 1,
      perSeed: [1, 4, 1].map((value, i) => ({ seed: String(i), value })),
    })
    const over = { against: { how: 'over', take: x('b') } } as const
    expect(evaluateClaim(claimed({}, { ...over, over: 'max' }), pairs([1, 2], [9, 3]), seeds(2)).figure).toBe(3)
    expect(evaluateClaim(claimed({}, { ...over, over: 'min' }), pairs([1, 2], [9, 3]), seeds(2)).figure).toBe(0.5)
    expect(evaluateClaim(claimed({}, { over: 'mean' }), pairs([1, 0], [5, 0]), seeds(2)).figure).toBe(3)
  })

  it('is open until every seed has all its arms', () => {
    const runs = pairs([1, 0], [5, 1])
    expect(evaluateClaim(claimed({ low: 0 }, minus), runs.slice(0, 3), seeds(2))).toMatchObject({
      verdict: 'open',
      figure: 1,
    })
    expect(evaluateClaim(claimed({ low: 0 }), [], seeds(2))).toEqual({
      verdict: 'open',
      figure: Number.NaN,
      perSeed: [],
    })
  })

  it('needs the figure in the band and enough seeds by themselves', () => {
    const verdict = (band: Band, ...ends: readonly number[]) =>
      evaluateClaim(claimed(band, minus), pairs(...ends.map(end => [end, 0] as const)), seeds(ends.length)).verdict
    expect(verdict({ low: 1, high: 2 }, 1, 2, 1.5)).toBe('holds')
    expect(verdict({ low: 1 }, 1, 2, 0)).toBe('holds')
    expect(verdict({ low: 1, agree: 1 }, 1, 2, 0.5)).toBe('direction')
    expect(verdict({ low: 1 }, 2, 0.5, 0.9, 3)).toBe('direction')
    expect(verdict({ low: 1 }, 0.5, 0.2, -1)).toBe('direction')
    expect(verdict({ low: 1 }, -0.5, 0.2, -1)).toBe('fails')
    expect(verdict({ high: -1 }, -0.5, -0.2, 1)).toBe('direction')
    expect(verdict({ low: -0.1, high: 0.1 }, 0.5, 0.5, 0)).toBe('fails')
    expect(verdict({ low: 0, high: 0, agree: 1 }, 0, 0, 0)).toBe('holds')
    expect(verdict({ low: 1, agree: 0.8 }, 1, 1, 1, 1, 0)).toBe('holds')
  })

  it('has no direction where nothing is compared', () => {
    expect(evaluateClaim(claimed({ low: 1 }), pairs([0.5, 0]), seeds(1)).verdict).toBe('fails')
  })

  it('fails where a seed has no value, and can hold where one never gets there', () => {
    const late = { take: { arm: 'a', metric: 'x', when: { first: 'atLeast', value: 2 } }, over: 'median' } as const
    const runs = [run('a', '0', [1, 1]), run('a', '1', [1, 2]), run('a', '2', [0, 0])]
    expect(evaluateClaim(claimed({ low: 2 }, late), runs, seeds(3))).toMatchObject({
      verdict: 'holds',
      figure: Number.POSITIVE_INFINITY,
    })
    const broken = [...pairs([1, 0]), { ...run('a', '1', []), failure: 'diverged' }]
    expect(evaluateClaim(claimed({ low: 0 }), broken, seeds(2))).toMatchObject({ verdict: 'fails', figure: Number.NaN })
  })
})

it('summarises by the middle and both ends; one hole is seen', () => {
  expect(summarise([3, 1, 2, 10])).toEqual({ middle: 2.5, low: 1, high: 10 })
  expect(summarise([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])).toMatchObject({
    middle: Number.POSITIVE_INFINITY,
  })
  expect(summarise([1, Number.NaN]).middle).toBeNaN()
})

it('makes an arm’s recipe: preset, what is written over it, the arm’s own, and what no longer fits falls away', () => {
  const base = { preset: 'rover-keeps-leaves', change: { params: { probeEvery: 50 } } }
  const grpo = { id: 'grpo', label: 'GRPO', change: { method: 'grpo' }, iterations: 7 }
  const recipe = armRecipe({ base, iterations: 200 }, grpo, 'maple', presets, lookups)
  expect(recipe).toMatchObject({ method: 'grpo', seed: 'maple', policy: 'tabular' })
  expect(recipe.params).toMatchObject({ probeEvery: 50, iterations: 7, innerEpochs: 8 })
  expect(recipe.params).not.toHaveProperty('rho')
  const unknown = { base: { preset: 'nowhere' }, iterations: 1 }
  expect(() => armRecipe(unknown, grpo, '1', presets, lookups)).toThrow(/preset/)
})
