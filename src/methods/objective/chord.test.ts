import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { estimateOf, lossOf, settings } from '../golden/harness.ts'
import { muAt } from './chord.math.ts'

beforeAll(() => openBackend('cpu'))

/** Loss and gradient of an own response and a demonstration, two tokens each. */
const mixed = (
  params = {},
  external = [
    [0, 0],
    [1, 1],
  ],
) =>
  lossOf('chord', settings('chord', 'none', params), {
    mask: [
      [1, 1],
      [1, 1],
    ],
    advantage: [1, 1],
    columns: {
      logp: [
        [-1, -1],
        [-1, -2],
      ],
      oldLogp: [
        [-1, -1],
        [-1, -2],
      ],
      external,
    },
  })

describe('CHORD', () => {
  test('μ = 0 is GRPO on the policy’s own responses, μ = 1 imitation alone', () => {
    const constant = (mu: number) => ({ muPeak: mu, muValley: mu })
    const [own, shown] = [mixed(constant(0)).gradient.logp!, mixed(constant(1)).gradient.logp!]
    expect(own[0]).toEqual([-0.5, -0.5])
    expect(own[1]!.map(Math.abs)).toEqual([0, 0])
    expect(shown[0]!.map(Math.abs)).toEqual([0, 0])
    expect(shown[1]![0]).toBeCloseTo(-0.5 * Math.exp(-1) * (1 - Math.exp(-1)), 5)
  })

  test('each part has a mean of its own', () => {
    const alone = mixed({ muPeak: 0.3, muValley: 0.3 }, [
      [0, 0],
      [0, 0],
    ]).gradient.logp!
    const half = mixed({ muPeak: 0.3, muValley: 0.3 }).gradient.logp!
    expect(half[0]![0]).toBeCloseTo(2 * alone[0]![0]!, 5)
  })

  test('without the weighting every demonstrated token pulls alike', () => {
    expect(mixed({ imitationWeighting: 'off', muValley: 1 }).gradient.logp![1]).toEqual([-0.5, -0.5])
  })

  test('a demonstration moves nobody’s advantage and has none', () => {
    const given = { mask: [[1], [1], [1]], reward: [1, 0, 1], columns: { external: [[0], [0], [1]] } }
    const [right, wrong, shown] = estimateOf('chord', settings('chord', 'none', {}), given).advantage
    expect(right).toBeCloseTo(Math.SQRT1_2, 4)
    expect(wrong).toBeCloseTo(-Math.SQRT1_2, 4)
    expect(shown).toBe(0)
    const lone = { ...given, columns: { external: [[0], [1], [1]] } }
    expect(estimateOf('chord', settings('chord', 'none', {}), lone).advantage).toEqual([0, 0, 0])
  })

  test('μ rises to its most, then falls to the end’s along half a cosine', () => {
    const schedule = { muPeak: 0.9, muValley: 0.05, muWarmUp: 10, muDecay: 20 }
    expect([0, 5, 10, 20, 30, 99].map(at => muAt(at, schedule))).toEqual([0, 0.45, 0.9, 0.475, 0.05, 0.05])
  })
})
