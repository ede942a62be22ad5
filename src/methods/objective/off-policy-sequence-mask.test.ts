import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

const id = 'off-policy-sequence-mask'
const run = (advantage: number[], logp: number[][]) =>
  lossOf(id, settings(id, 'none', {}), {
    mask: logp.map(row => row.map(() => 1)),
    advantage,
    columns: { logp, oldLogp: logp, samplerLogp: logp.map(row => row.map(() => -1)) },
  })

beforeAll(() => openBackend('cpu'))

describe('the off-policy sequence mask', () => {
  test('leaves out bad responses that became much rarer, and those only', () => {
    const { explain, gradient } = run(
      [-1, 1, -1, -1],
      [
        [-2, -2],
        [-9, -9],
        [-1.2, -1.2],
        [-0.1, -0.1],
      ],
    )
    expect(explain.kept!.flat()).toEqual([0, 1, 1, 1])
    expect(gradient.logp![0]!.map(g => g + 0)).toEqual([0, 0])
    expect(gradient.logp![2]![0]).toBeCloseTo(1 / 8)
  })

  test('on policy it drops nothing', () => {
    expect(run([-1], [[-1, -1]]).explain.kept!.flat()).toEqual([1])
  })
})
