import { expect, it } from 'vitest'
import { context } from '../../../methods/fixture.ts'
import { awkward, ordinary } from '../../fixtures/snapshots.ts'
import { locate } from '../../kit/locate.ts'
import { fixed } from '../../kit/numbers.ts'
import { summariesOf } from '../groups/health.ts'
import { groupFacts } from './group-facts.ts'

const factsOf = ({ snapshot, method, params }: ReturnType<typeof ordinary>, group: number) => {
  const place = locate(snapshot.batch, { iteration: undefined, group, rollout: 0, token: 0 })!
  return groupFacts(snapshot, place, method.specs, params)
}

it('says how mean and deviation come about, with the numbers of the group', () => {
  const facts = factsOf(awkward(), 4) // rewards: none, 0, 1, 0.25
  expect(facts.map(({ label, value, formula }) => [label, value, formula])).toEqual([
    ['mean', '0.42', '1.25 / 3'],
    ['sd', '0.520', '√(0.542 / (3 − 1))'],
    ['ε', '1e-6', undefined],
  ])
})

it('computes them from the rewards when the method reports none, and leaves out an epsilon that it does not have', () => {
  const made = ordinary()
  const silent = { ...made, snapshot: { ...made.snapshot, explain: {} }, params: {} }
  expect(factsOf(silent, 1).map(({ label }) => label)).toEqual(['mean', 'sd'])
  expect(factsOf(silent, 1)[0]!.value).toBe(factsOf(made, 1)[0]!.value)
})

it('shows the one mean and deviation that the groups show, with the divisor that the method was told', () => {
  const { snapshot, method, params } = ordinary()
  const withDdof = (ddof: number) => {
    const values = { ...params, ddof }
    const { explain = {} } = method.advantage!.part.compute('test', snapshot.batch, values, context)
    return { method, params: values, snapshot: { ...snapshot, explain } }
  }
  for (const made of [withDdof(0), withDdof(1), { ...withDdof(0), snapshot: { ...snapshot, explain: {} } }]) {
    summariesOf(made.snapshot, made.params).forEach(({ mean, std }, group) => {
      const [first, second] = factsOf(made, group)
      expect([first!.value, second!.value]).toEqual([fixed(mean), fixed(std, 3)])
    })
  }
  expect(factsOf(withDdof(0), 1)[1]!.value).not.toBe(factsOf(withDdof(1), 1)[1]!.value)
})

it('keeps a formula to itself that would give another number', () => {
  const { snapshot, ...made } = ordinary()
  const values = new Float32Array(snapshot.batch.rollouts).fill(0.123)
  const foreign = { ...snapshot, explain: { std: { extent: 'rollout' as const, values } } }
  const [mean, std] = factsOf({ ...made, snapshot: foreign }, 1)
  expect([mean!.formula !== undefined, std!.value, std!.formula]).toEqual([true, '0.123', undefined])
})
