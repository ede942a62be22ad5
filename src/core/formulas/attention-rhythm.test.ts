import { describe, expect, test } from 'vitest'
import { averageDistance, futureInfluence, headSpan, type RhythmRule, rhythmOf } from './attention-rhythm.ts'

/** A prompt of one position, then a response of three. */
const map = [
  [1, 0, 0, 0],
  [0.5, 0.5, 0, 0],
  [0.5, 0.25, 0.25, 0],
  [0.25, 0.25, 0.25, 0.25],
]

describe('attention maps', () => {
  test('distances 0.5 * 1 = 0.5, 0.5 * 2 + 0.25 = 1.25, 0.25 * (3 + 2 + 1) = 1.5; mean 3.25 / 3', () => {
    expect(averageDistance(map, 1, 9)).toEqual([0.5, 1.25, 1.5])
    expect(headSpan(map, 1)).toBeCloseTo(3.25 / 3, 12)
  })

  test('with window 1 every other position is 1 away: 0.5, 0.75, 0.75', () => {
    expect(averageDistance(map, 1, 1)).toEqual([0.5, 0.75, 0.75])
  })

  test('position 1 is looked at by 2 and 3: (0.25 + 0.25) / 2; position 2 by 3: 0.25; the last by nobody: 0', () => {
    expect(futureInfluence(map, 1, 1, 2)).toEqual([0.25, 0.25, 0])
    expect(futureInfluence(map, 1, 2, 2)).toEqual([0.25, 0, 0])
  })

  test('without a response there is no distance, and a span of 0', () => {
    expect(headSpan(map, 4)).toBe(0)
    expect(averageDistance(map, 4, 9)).toEqual([])
  })
})

describe('the rhythm of a response', () => {
  const given = { share: 0.25, raise: 1.5, handBack: 0.5, reach: 3 }
  const of = (rule: RhythmRule) => rhythmOf([3, 0, 1, 2], [0, 0, 0.5, 0], { ...given, rule })

  test('distances 3, 0, 1, 2 jump by 3, 1, 1 and 0; the quarter on top is the first; the anchor is the third', () => {
    const { jump, local, anchor } = of('coupled')
    expect(jump).toEqual([3, 1, 1, 0])
    expect(local).toEqual([1, 0, 0, 0])
    expect(anchor).toEqual([0, 0, 1, 0])
  })

  test('the anchor at distance 1 (lower median 1) hands half of its bonus 0.5 to the first token: 1.25 each', () => {
    const { dominated, intro, factor } = of('coupled')
    expect(dominated).toEqual([0, 0, 1, 0])
    expect(intro).toEqual([1, 0, 0, 0])
    expect(factor).toEqual([1.25, 1, 1.25, 1])
  })

  test('alone, either rule raises its own tokens by 1.5', () => {
    expect(of('local').factor).toEqual([1.5, 1, 1, 1])
    expect(of('global').factor).toEqual([1, 1, 1.5, 1])
  })

  test('a lone token is local and anchor, and nothing came before that could have introduced it', () => {
    expect(rhythmOf([2], [0], { ...given, rule: 'coupled' })).toMatchObject({
      jump: [0],
      dominated: [0],
      factor: [1.5],
    })
  })
})
