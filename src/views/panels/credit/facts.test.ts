import { expect, it } from 'vitest'
import { awkward, ordinary } from '../../fixtures/snapshots.ts'
import { locate } from '../../kit/locate.ts'
import { groupFacts } from './facts.ts'

const factsOf = ({ snapshot, method, params }: ReturnType<typeof ordinary>, group: number) => {
  const place = locate(snapshot.batch, { iteration: undefined, group, rollout: 0, token: 0 })!
  return groupFacts(snapshot, place, method.specs, params)
}

it('says how mean and deviation come about, with the numbers of the group', () => {
  const facts = factsOf(awkward(), 4) // rewards: none, 0, 1, 0.25
  expect(facts.map(({ label, value, formula }) => [label, value, formula])).toEqual([
    ['mean', '0.42', '1.25 / 3'],
    ['std', '0.520', '√(0.542 / (3 − 1))'],
    ['ε', '1e-6', undefined],
  ])
})

it('computes them from the rewards when the method reports none, and leaves out an epsilon that it does not have', () => {
  const made = ordinary()
  const silent = { ...made, snapshot: { ...made.snapshot, explain: {} }, params: {} }
  expect(factsOf(silent, 1).map(({ label }) => label)).toEqual(['mean', 'std'])
  expect(factsOf(silent, 1)[0]!.value).toBe(factsOf(made, 1)[0]!.value)
})
