import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type SoftTree, softAdvantages, softValues } from '../../core/formulas/soft.ts'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

beforeAll(() => openBackend('cpu'))

/** Two tokens, two letters; the reference chooses evenly. */
function tree(leaves: readonly number[]): SoftTree {
  const prefixes = [[], [0], [1], [0, 0], [0, 1], [1, 0], [1, 1]]
  return {
    vocabSize: 2,
    prefixes,
    nodeOf: response => prefixes.findIndex(prefix => prefix.join() === response.join()),
    value: Float64Array.from([0, 0, 0, ...leaves]),
    probability: Float64Array.from([0, 1, 2, 3, 4, 5, 6].flatMap(node => (node < 3 ? [0.5, 0.5] : [0, 0]))),
  }
}
const leaves = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })

describe('soft values', () => {
  test('credits of a response sum to its reward minus the value of the start', () => {
    fc.assert(
      fc.property(leaves, fc.double({ min: 0.05, max: 3, noNaN: true }), (rewards, beta) => {
        const world = tree(rewards)
        const start = softValues(world, beta).value[0]!
        for (const [k, leaf] of world.prefixes.slice(3).entries()) {
          const total = softAdvantages(world, beta, leaf).reduce((sum, a) => sum + a, 0)
          expect(total + start).toBeCloseTo(rewards[k]!, 8)
        }
      }),
    )
  })

  test('leaves that are all alike leave no credit, and the reference as it is', () => {
    const world = tree([1, 1, 1, 1])
    for (const a of softAdvantages(world, 0.3, [0, 1])) expect(a).toBeCloseTo(0, 9)
    expect(Math.exp(softValues(world, 0.3).logp[0]!)).toBeCloseTo(0.5, 9)
  })

  test('with the sign turned it looks for the worst', () => {
    const { logp } = softValues(tree([1, 1, 0, 0]), 0.1, -1)
    expect(Math.exp(logp[1]!)).toBeGreaterThan(0.99)
  })
})

const run = (reward: number[], logp: number[], group = reward.map(() => 0)) =>
  lossOf('dpo-token-q', settings('dpo-token-q', 'none', { dpoBeta: 1 }), {
    mask: reward.map(() => [1]),
    group,
    reward,
    advantage: reward,
    columns: { logp: logp.map(x => [x]), refLogp: logp.map(() => [-1]) },
  })

describe('DPO as a Q-function', () => {
  test('no loss without a pair: a group of one, equal rewards, different problems', () => {
    expect(run([1], [-1]).loss).toBe(0)
    expect(run([1, 1], [-1, -2]).loss).toBe(0)
    expect(run([1, 0], [-1, -2], [0, 1]).loss).toBe(0)
  })

  test('before training a pair costs log 2, and its members are pulled apart alike', () => {
    const { loss, gradient } = run([1, 0], [-1, -1])
    expect(loss).toBeCloseTo(Math.log(2), 6)
    expect(gradient.logp!.flat().map(g => Number(g.toFixed(5)))).toEqual([-0.5, 0.5])
  })

  test('a pair that is far apart teaches nothing more', () => {
    expect(Math.abs(run([1, 0], [20, -20]).gradient.logp![0]![0]!)).toBeLessThan(1e-6)
  })

  test('the loss is the mean over pairs, however many there are', () => {
    expect(run([1, 0, 0], [-1, -1, -1]).loss).toBeCloseTo(Math.log(2), 6)
  })
})
