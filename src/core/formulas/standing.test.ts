import { describe, expect, test } from 'vitest'
import { centresOf, type Standard, spreadsOf, standings } from './standing.ts'

const values = [1, 0, 0, 9, 5]
/** The first three rows are a group: mean 1/3, squared deviations 4/9 + 1/9 + 1/9 = 2/3. */
const rows = [0, 1, 2]
const near = (numbers: readonly number[]) => numbers.map(x => expect.closeTo(x, 6))
const how: Standard = {
  epsilon: 0,
  ddof: 1,
  lone: 'zero',
  baselineOver: 'all',
  spreadOver: 'all',
  stdFloor: 0,
  zeroSpread: 'epsilon',
}
const scoresOf = (own: Partial<Standard>, of = rows) =>
  standings(values, of, { ...how, ...own }).map(({ score }) => score)

describe('what a reward is compared with', () => {
  test('the mean of all, of the others, or nothing', () => {
    expect(centresOf(values, rows, 'all')).toEqual(near([1 / 3, 1 / 3, 1 / 3]))
    expect(centresOf(values, rows, 'others')).toEqual([0, 0.5, 0.5])
    expect(centresOf(values, rows, 'none')).toEqual([0, 0, 0])
  })

  test('who has no others is compared with itself', () => {
    expect(centresOf(values, [3], 'others')).toEqual([9])
  })
})

describe('the spread that it is divided by', () => {
  const spreads = (spreadOver: 'all' | 'others' | 'residuals', stdFloor = 0, ddof = 1) =>
    spreadsOf(values, rows, ddof, { spreadOver, stdFloor }, [0, 0.5, 0.5])

  test('of all: sqrt(2/3 / 2), or sqrt(2/3 / 3) of the population', () => {
    expect(spreads('all')).toEqual(near([0.577350269, 0.577350269, 0.577350269]))
    expect(spreads('all', 0, 0)[0]).toBeCloseTo(0.471404521, 6)
  })

  test('of the others: two zeros have none, a one and a zero have sqrt(1/2)', () => {
    expect(spreads('others')).toEqual(near([0, Math.SQRT1_2, Math.SQRT1_2]))
  })

  test('of what the baselines leave: sqrt((1 + 1/4 + 1/4) / 2)', () => {
    expect(spreads('residuals')[0]).toBeCloseTo(0.866025404, 6)
  })

  test('is the floor where it is less, and that of a lone row is 0', () => {
    expect(spreads('others', 0.1)[0]).toBe(0.1)
    expect(spreadsOf(values, [3], 1, { spreadOver: 'all', stdFloor: 0 }, [9])).toEqual([0])
  })
})

describe('where a value stands', () => {
  test('the distance over the spread: (2/3) / 0.57735', () => {
    expect(scoresOf({})).toEqual(near([1.154700538, -0.577350269, -0.577350269]))
  })

  test('without spread: a distance over epsilon alone, or undivided', () => {
    const others = { baselineOver: 'others', spreadOver: 'others' } as const
    expect(scoresOf({ ...others, epsilon: 0.5 })[0]).toBe(2)
    expect(scoresOf({ ...others, zeroSpread: 'undivided' })[0]).toBe(1)
  })

  test('a lone row: 0, or its own value over 1 + epsilon', () => {
    expect(scoresOf({}, [3])).toEqual([0])
    expect(scoresOf({ lone: 'raw', epsilon: 0.5 }, [3])).toEqual([6])
  })
})
