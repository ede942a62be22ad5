import { describe, expect, it } from 'vitest'
import { measuredSet, movedSettings, restored, settingsOf, stored, valueIn } from './measured.ts'
import { blankRecipe, type Recipe } from './recipe.ts'
import { defineStudy, isAsStated, readingKey, together, wantedOf } from './study.ts'

const end = { metric: 'x', when: 'end' } as const
const start = { metric: 'x', when: 'start' } as const
const study = defineStudy({
  id: 's',
  title: '',
  methods: [],
  about: '',
  base: {},
  arms: [
    { id: 'a', label: 'A' },
    { id: 'b', label: 'B' },
  ],
  iterations: 1,
  seeds: ['1', '2'],
  columns: [{ label: 'x', ...end }],
  claims: [
    {
      id: 'more',
      says: 'A is {figure} above B.',
      by: 'here',
      of: { take: { arm: 'a', ...end }, against: { how: 'minus', take: { arm: 'b', ...start } }, over: 'median' },
      band: { low: 1 },
    },
  ],
})

it('reads of an arm what its table and the claims about it need, each once', () => {
  expect(study.arms.map(arm => wantedOf(study, arm).map(readingKey))).toEqual([['x@end'], ['x@end', 'x@start']])
  expect(readingKey({ metric: 'x', when: { from: 1, to: 2, take: 'sum' } })).toBe('x@1-2 sum')
  expect(readingKey({ metric: 'x', when: { first: 'atMost', value: 2 } })).toBe('x@first<=2')
  expect(readingKey({ metric: 'x', when: { at: 3 } })).toBe('x@3')
})

it('keeps the values of every seed, and verdicts that can be judged from them again', () => {
  const set = measuredSet(study, ['1', '2'], ({ arm }, seed) => (arm === 'a' ? 3 : Number(seed)))
  expect(set.arms.b?.['x@start']).toEqual({ each: [1, 2], middle: 1.5, low: 1, high: 2 })
  expect(set.claims.more).toEqual({ verdict: 'holds', figure: 1.5, low: 1, high: 2 })
  expect(valueIn(set)({ arm: 'b', ...start }, '2')).toBe(2)
  expect(valueIn(set)({ arm: 'b', ...start }, '3')).toBeUndefined()
  expect(valueIn(set)({ arm: 'a', ...start }, '1')).toBeUndefined()
})

it('writes what JSON cannot', () => {
  const values = [1, Number.NaN, Number.POSITIVE_INFINITY]
  expect(values.map(stored)).toEqual([1, 'none', 'never'])
  expect(values.map(stored).map(restored)).toEqual(values)
})

it('says of several sets no more than of the worst, and forgives what is better than it is stated', () => {
  expect(together(['holds', 'direction'])).toBe('direction')
  expect(together(['holds', 'fails'])).toBe('fails')
  expect(together([])).toBe('open')
  const [claim] = study.claims
  const stands = (verdict: 'direction' | 'fails') => ({ ...claim!, stands: verdict })
  expect(isAsStated(claim!, 'holds')).toBe(true)
  expect(isAsStated(claim!, 'direction')).toBe(false)
  expect(isAsStated(stands('direction'), 'holds')).toBe(true)
  expect(isAsStated(stands('fails'), 'open')).toBe(false)
})

describe('settings', () => {
  const recipe = (params: Recipe['params'], more: Partial<Recipe> = {}): Recipe => ({ ...blankRecipe, ...more, params })
  const now = [recipe({ p: 1, q: 2 }), recipe({ p: 1, r: 3 }, { method: 'rloo' })]
  const then = settingsOf(study, now)

  it('are kept whole for the first arm, and by what differs for the others', () => {
    expect(then.base).toMatchObject({ method: 'grpo', params: { p: 1, q: 2 } })
    expect(then.base).not.toHaveProperty('seed')
    expect(then.arms).toEqual({ b: { method: 'rloo', params: { r: 3 } } })
    expect(movedSettings(study, now, then)).toEqual([])
  })

  it('tell what has moved since, but not what is new', () => {
    const moved = [recipe({ p: 1, q: 5, fresh: 1 }), recipe({ p: 9, r: 3 }, { method: 'rloo', base: 'strong' })]
    expect(movedSettings(study, moved, then)).toEqual([
      'a: q was 2, is 5',
      'b: base was "warm", is "strong"',
      'b: p was 1, is 9',
    ])
    expect(movedSettings(study, [recipe({ p: 1 }), now[1]!], then)).toEqual(['a: q was 2, is undefined'])
    expect(movedSettings(study, now, { ...then, arms: {} })).toEqual(['b: not measured'])
  })
})
