import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Responses of one token each, by their log-ratio and their advantage. */
const of = (rows: readonly (readonly [logRatio: number, advantage: number])[], params = {}, group?: number[]) =>
  lossOf('gvpo', settings('gvpo', 'none', params), {
    mask: rows.map(() => [1]),
    advantage: rows.map(([, advantage]) => advantage),
    ...(group && { group }),
    columns: { logp: rows.map(([x]) => [x - 2]), oldLogp: rows.map(() => [-2]) },
  })
const pair = [
  [0, 0.5],
  [0, -0.5],
] as const

beforeAll(() => openBackend('cpu'))

describe('GVPO', () => {
  test('on policy it is REINFORCE, β times', () => {
    const { gradient } = of(pair, { implicitBeta: 0.5 })
    expect(gradient.logp!.flat()).toEqual([expect.closeTo(-0.25, 5), expect.closeTo(0.25, 5)])
  })

  test('rests where the implied rewards of siblings differ as the real ones do, whatever they have in common', () => {
    const fitted = [
      [3.5, 0.5],
      [2.5, -0.5],
    ] as const
    const { loss, gradient } = of(fitted, { implicitBeta: 1 })
    expect(loss).toBeCloseTo(0)
    for (const [slope] of gradient.logp!) expect(slope).toBeCloseTo(0)
  })

  test('a group of one teaches nothing', () => {
    const { loss, gradient } = of([[2, 1]])
    expect(loss).toBe(0)
    expect(gradient.logp![0]![0]).toBeCloseTo(0)
  })

  test('twice the groups leave the gradient of each response at half; added up, at the same', () => {
    const slope = (groupDivisor: string, twice: boolean) =>
      of(twice ? [...pair, ...pair] : pair, { groupDivisor }, twice ? [0, 0, 1, 1] : [0, 0]).gradient.logp![0]![0]!
    expect(slope('averaged', true)).toBeCloseTo(slope('averaged', false) / 2)
    expect(slope('added up', true)).toBeCloseTo(slope('added up', false))
  })
})
