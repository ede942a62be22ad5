import { describe, expect, test } from 'vitest'
import { type SoftTree, softAdvantages, softValues } from './soft.ts'

const nodes = [[], [0], [1]]
/** One token is said, and then it is over: [0] earns ln 4, [1] earns 0; the reference says either half the time. */
const tree: SoftTree = {
  vocabSize: 2,
  prefixes: nodes,
  nodeOf: response => {
    const at = nodes.findIndex(node => node.join() === response.join())
    return at < 0 ? undefined : at
  },
  value: Float64Array.of(0, Math.log(4), 0),
  probability: Float64Array.of(0.5, 0.5, 0, 0, 0, 0),
}

describe('soft values', () => {
  test('beta 1: V = ln(0.5 * 4 + 0.5 * 1) = ln 2.5, and the best policy says 2 / 2.5 = 0.8 and 0.5 / 2.5 = 0.2', () => {
    const { value, logp } = softValues(tree, 1)
    expect(value[0]).toBeCloseTo(Math.log(2.5), 12)
    expect(Math.exp(logp[0]!)).toBeCloseTo(0.8, 12)
    expect(Math.exp(logp[1]!)).toBeCloseTo(0.2, 12)
  })

  test('beta 0.5 squares the worth: V = 0.5 ln(0.5 * 16 + 0.5) = 0.5 ln 8.5', () => {
    expect(softValues(tree, 0.5).value[0]).toBeCloseTo(Math.log(8.5) / 2, 12)
  })

  test('the worst: ln(0.5 / 4 + 0.5) = ln 0.625, and it says the good token 0.125 / 0.625 = 0.2', () => {
    const { value, logp } = softValues(tree, 1, -1)
    expect(value[0]).toBeCloseTo(Math.log(0.625), 12)
    expect(Math.exp(logp[0]!)).toBeCloseTo(0.2, 12)
  })

  test('a reference that never says the good token leaves V = 0, and the best policy never says it either', () => {
    const { value, logp } = softValues({ ...tree, probability: Float64Array.of(0, 1, 0, 0, 0, 0) }, 1)
    expect(value[0]).toBe(0)
    expect([...logp.subarray(0, 2)]).toEqual([Number.NEGATIVE_INFINITY, 0])
  })
})

describe('soft advantages', () => {
  test('ln 4 - ln 2.5 = ln 1.6 for the good token, -ln 2.5 for the other', () => {
    expect(softAdvantages(tree, 1, [0])[0]).toBeCloseTo(Math.log(1.6), 12)
    expect(softAdvantages(tree, 1, [1])[0]).toBeCloseTo(-Math.log(2.5), 12)
  })

  test('NaN behind what was listed; nothing for an empty response', () => {
    expect([...softAdvantages(tree, 1, [1, 0])]).toEqual([expect.closeTo(-Math.log(2.5), 12), Number.NaN])
    expect(softAdvantages(tree, 1, [])).toHaveLength(0)
  })
})
