import { describe, expect, test } from 'vitest'
import { tf } from '../../tensor/tf.ts'
import { batchOf, context, paramsOf, solvedWith } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'
import { keptOf } from './critique-grpo.math.ts'

const method = resolveMethod('critique-grpo')
const groupsOf = (tokens: readonly number[], asked: number[][] = []) =>
  method.sampler!.part.compute(solvedWith(tokens, asked), [...tokens.keys()], 3, paramsOf('critique-grpo'), context)
/** Slopes of the loss in the log-probabilities of a refinement and an own response of one token each, of these probabilities. */
const slopes = (p: readonly [number, number], advantage: readonly number[]) => {
  const logp = Float32Array.from(p, Math.log)
  const batch = {
    ...batchOf([[1, 0]], 1),
    advantage: Float32Array.from(advantage),
    credit: Float32Array.from(advantage),
    oldLogp: logp,
    external: Float32Array.of(1, 0),
  }
  const options = { maxResponse: 1, now: { logp } }
  return [...objectiveGradient(tf, method, paramsOf('critique-grpo'), batch, context, options).gradient.logp!]
}

describe('Critique-GRPO', () => {
  test('the first right refinement is kept, else the first of the best', () => {
    expect(
      [
        [0, 1, 1],
        [0, 0.5, 0.5],
        [0, 0],
      ].map(keptOf),
    ).toEqual([1, 1, 0])
  })

  test('it takes the place of the first response, corrected where that first differs, and is marked as not the policy’s', async () => {
    const [solved, needy, hopeless] = await groupsOf([0, 1, 2])
    expect(solved!.map(({ reward, external }) => [reward, external])).toEqual([
      [1, true],
      [1, undefined],
      [1, undefined],
    ])
    expect(needy!.map(({ reward }) => reward)).toEqual([1, 0, 0])
    expect(needy![0]!.tokens).toEqual([5, 9])
    expect(hopeless!.map(({ reward }) => reward)).toEqual([0, 0, 0])
  })

  test('a refinement learns fastest where its probability is γ, an own response as ever', () => {
    const [at, above, below] = [0.1, 0.9, 0.001].map(p => slopes([p, 0.5], [1, -1])[0]!)
    expect(at).toBeCloseTo(-1 / 4, 5)
    expect(Math.abs(above!)).toBeLessThan(Math.abs(at!))
    expect(Math.abs(below!)).toBeLessThan(Math.abs(at!))
    expect(slopes([0.1, 0.5], [1, -1])[1]).toBeCloseTo(1, 5)
  })

  test('a failed refinement is pushed away', () => {
    expect(slopes([0.1, 0.5], [-1, 1])[0]).toBeGreaterThan(0)
  })

  test('no two responses to one problem share their noise', async () => {
    const asked: number[][] = []
    await groupsOf([1], asked)
    expect(new Set(asked.flat()).size).toBe(3 + 3)
  })
})
