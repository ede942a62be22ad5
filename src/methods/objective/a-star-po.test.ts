import { beforeAll, describe, expect, test } from 'vitest'
import { mean } from '../../core/math.ts'
import { openBackend } from '../../tensor/backends.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { lossOf, settings } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { optimalValue } from './a-star-po.math.ts'

beforeAll(() => openBackend('cpu'))

const id = 'a-star-po'
/** Groups of these problems, one iteration after another. */
function runOf(iterations: readonly (readonly (readonly [problem: number, rewards: readonly number[]])[])[]) {
  let states: { advantage?: unknown; credit?: unknown } = {}
  return iterations.map(groups => {
    const batch = {
      ...batchOf(
        groups.map(([, rewards]) => rewards),
        1,
      ),
      problem: Float32Array.from(groups, ([p]) => p),
    }
    const got = estimate(resolveMethod(id), paramsOf(id), batch, context, states)
    states = structuredClone({ advantage: got.states.advantage, credit: got.states.credit })
    return { advantage: [...got.batch.advantage], trained: [...got.batch.trained!] }
  })
}

describe('A*-PO', () => {
  test('a problem’s worth lies between the mean and the best of its rewards, nearer the best for a small β', () => {
    const rewards = [1, 0, 0, 0.5]
    expect(optimalValue(rewards, 1e4)).toBeCloseTo(mean(rewards), 4)
    expect(optimalValue(rewards, 1e-3)).toBeCloseTo(1, 2)
    expect(optimalValue([0.7], 0.5)).toBeCloseTo(0.7, 6)
  })

  test('the worth is that of the first visit, whatever comes later', () => {
    const [, later] = runOf([[[7, [1, 1]]], [[7, [0, 1]]]])
    expect(later!.advantage).toEqual([-1, 0])
  })

  test('a problem that nobody solved at first is left out, also when somebody solves it later', () => {
    const [first, later] = runOf([
      [
        [1, [0, 0]],
        [2, [1, 0]],
      ],
      [
        [1, [1, 1]],
        [2, [0, 0]],
      ],
    ])
    expect(first!.trained).toEqual([0, 0, 1, 1])
    expect(later!.trained).toEqual([0, 0, 1, 1])
  })

  test('a response that nothing could score is no sample of the worth', () => {
    const [only] = runOf([[[1, [1, Number.NaN]]]])
    expect(only!.advantage).toEqual([0, 0])
  })

  test('at the reference the pull on every token is the advantage; the loss is least where the drift pays for it', () => {
    const at = (logp: number) =>
      lossOf(id, settings(id, 'none', { driftBeta: 0.5 }), {
        mask: [[1, 1]],
        advantage: [1],
        columns: { logp: [[logp, logp]], refLogp: [[-3, -3]] },
      })
    expect(at(-3).gradient.logp![0]).toEqual([-1, -1])
    expect(at(-2).loss).toBeCloseTo(0, 6)
    for (const g of at(-2).gradient.logp![0]!) expect(g).toBeCloseTo(0, 6)
  })
})
