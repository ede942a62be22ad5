import { describe, expect, test } from 'vitest'
import { estimateOf, settings } from '../golden/harness.ts'

/** Credits and weights of one response whose tokens have these leads of the teacher. */
function marked(leads: number[], params = {}, mask = leads.map(() => 1)) {
  const { credit, explain } = estimateOf('iw-opd', settings('iw-opd', 'none', params), {
    mask: [mask],
    columns: { oldLogp: [leads.map(() => -2)], teacherLogp: [leads.map(lead => -2 + lead)] },
  })
  return { credit: credit[0]!, weights: [...explain.earliness!.values] }
}
const near = (got: readonly number[], expected: readonly number[]) =>
  expected.forEach((value, t) => {
    expect(got[t]).toBeCloseTo(value, 5)
  })

describe('IW-OPD', () => {
  test('weights fall from 1 + γ by the share of disagreement that is behind', () => {
    near(marked([-0.5, 0.2, -1, 0.3]).weights, [1.5, 1.375, 1.325, 1.075])
  })

  test('γ = 0 is plain distillation', () => {
    near(marked([-0.5, 0.2], { earlyBoost: 0 }).credit, [-0.5, 0.2])
  })

  test('a teacher that agrees marks nothing', () => {
    expect(marked([0, 0, 0]).credit).toEqual([0, 0, 0])
  })

  test('one disagreement keeps the whole boost wherever it stands', () => {
    near(marked([0, 0, 0.4]).credit, [0, 0, 0.6])
  })

  test('what the world writes neither counts nor weighs', () => {
    near(marked([-0.5, 9, -0.5], {}, [1, 0, 1]).credit, [-0.75, 0, -0.625])
  })
})
