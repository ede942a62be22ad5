import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Siblings of one token each, by their log-ratio and their advantage. */
const of = (siblings: readonly (readonly [score: number, advantage: number])[], params = {}, group?: number[]) =>
  lossOf('real', settings('real', 'none', params), {
    mask: siblings.map(() => [1]),
    advantage: siblings.map(([, advantage]) => advantage),
    ...(group && { group }),
    columns: { logp: siblings.map(([score]) => [score - 2]), oldLogp: siblings.map(() => [-2]) },
  })

beforeAll(() => openBackend('cpu'))

describe('REAL', () => {
  test('adds a softplus of the wrong scores and one of the right ones', () => {
    const { loss } = of([
      [0.1, 1],
      [-0.1, -1],
      [0.05, -1],
      [0, 1],
    ])
    const wrong = Math.log(1 + Math.exp(-0.2) + Math.exp(0.1))
    const right = Math.log(1 + Math.exp(-0.2) + Math.exp(0))
    expect(loss).toBeCloseTo(wrong + right, 5)
  })

  test('the worse a response fits its label, the harder it is pulled, up to 1 / τ', () => {
    const slopes = [-3, 0, 3].map(score => {
      const { gradient } = of([
        [score, 1],
        [0, -1],
      ])
      return -gradient.logp![0]![0]! // one of two tokens carries it
    })
    expect(slopes[0]).toBeGreaterThan(slopes[1]!)
    expect(slopes[1]).toBeGreaterThan(slopes[2]!)
    expect(slopes[0]).toBeLessThan(2)
    expect(slopes[1]).toBeCloseTo(1, 5)
  })

  test('a group of one class, and so of one response, has no loss; but it counts in the mean', () => {
    expect(of([[1, 1]]).loss).toBe(0)
    const mixed = [
      [0.3, 1],
      [0.2, -1],
    ] as const
    const alone = of(mixed).loss
    const beside = [...mixed, [5, 0], [5, 0]] as const
    expect(of(beside, {}, [0, 0, 1, 1]).loss).toBeCloseTo(alone / 2, 5)
  })

  test('scores far off stay finite', () => {
    const { loss, gradient } = of(
      [
        [-60, 1],
        [60, -1],
      ],
      { sharpness: 0.01 },
    )
    expect(loss).toBeCloseTo(12_000, -1)
    for (const [slope] of gradient.logp!) expect(Math.abs(slope!)).toBeCloseTo(100, 3)
  })
})
