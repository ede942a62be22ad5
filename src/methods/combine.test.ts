import { describe, expect, it } from 'vitest'
import type { Batch } from '../core/batch.ts'
import { columns, paramsOf } from '../core/columns.ts'
import { combinableSlots, type Method, reward, slots, type Taken } from '../core/method.ts'
import { defaultsOf, number } from '../core/params.ts'
import { policySpec } from '../core/policy.ts'
import { tasks } from '../tasks/index.ts'
import { estimate, shapeReward } from './estimate.ts'
import { batchOf, context } from './fixture.ts'
import { methodOf, methods, type ResolvedMethod, resolve, resolveMethod } from './index.ts'
import { cureOf, unmet, venuesOf } from './needs.ts'

const combined = (id: string, taken: Taken): ResolvedMethod => resolve(methodOf(id), methods, taken)

/** Methods that have the slot, whether their own or borrowed. */
const having = (slot: (typeof combinableSlots)[number]): Method[] =>
  [...methods.values()].filter(method => method.slots[slot] !== undefined)

const batch: Batch = {
  ...batchOf([[1, 0, 0], [0, 1]], 3), // biome-ignore format: a row per group
  oldLogp: Float32Array.from({ length: 15 }, (_, t) => -0.1 - ((3 * t) % 7) / 5),
  refLogp: Float32Array.from({ length: 15 }, (_, t) => -0.2 - ((2 * t) % 5) / 5),
}

describe('a slot of another method', () => {
  it('works as there, and the other slots as here', () => {
    const method = combined('reinforce-plus-plus', { reward: 'kl-in-reward' })
    const params = { ...defaultsOf(method.specs), rewardKlWeight: 0.3, gamma: 0.9 }
    const priced = shapeReward(resolveMethod('kl-in-reward'), params, batch, context).batch
    const returns = estimate(resolveMethod('reinforce-plus-plus'), params, priced, context).batch
    const { batch: got } = estimate(method, params, batch, context)
    expect(got.reward).toEqual(priced.reward)
    expect(got.tokenReward).toEqual(priced.tokenReward)
    expect(got.credit).toEqual(returns.credit)
    expect(got.credit).not.toEqual(estimate(resolveMethod('reinforce-plus-plus'), params, batch, context).batch.credit)
  })

  it('brings its parameters, as its own method sets them, and what it needs', () => {
    const method = combined('grpo', { reward: 'kl-in-reward' })
    expect(method.specs.rewardKlWeight).toEqual(resolveMethod('kl-in-reward').specs.rewardKlWeight)
    expect(method.needs).toEqual(expect.arrayContaining(['oldLogp', 'refLogp']))
    for (const donor of having('aggregation')) {
      const { specs } = combined('ppo', { aggregation: donor.id })
      expect(specs.aggregation, donor.id).toEqual(resolveMethod(donor.id).specs.aggregation)
    }
    expect(combined('degrpo', { aggregation: 'seq-mean-token-sum' }).specs.aggregation?.default).toBe(
      'seq-mean-token-sum',
    )
  })

  it('taken from the method itself changes nothing', () => {
    for (const slot of combinableSlots) {
      for (const { id } of having(slot)) {
        const { taken, ...own } = combined(id, { [slot]: id })
        const { taken: _, ...plain } = resolveMethod(id)
        expect(taken).toEqual({ [slot]: id })
        for (const name of slots) expect(own[name], `${id} ${name}`).toEqual(plain[name])
        expect(own.specs, id).toEqual(plain.specs)
        expect(own.needs, id).toEqual(plain.needs)
      }
    }
  })

  it('fits every method: no slot that can be taken shares a parameter with another slot, but a column’s own', () => {
    const ofColumns = paramsOf(columns)
    const slotOf = (id: string) => Object.entries(resolveMethod(id).slotOf)
    const shared = combinableSlots.flatMap(slot =>
      having(slot).flatMap(donor => {
        const brought = new Set(
          slotOf(donor.id).flatMap(([key, of]) => (of === slot && !(key in ofColumns) ? [key] : [])),
        )
        const torn = (id: string) => slotOf(id).filter(([key, of]) => of !== slot && brought.has(key))
        return [...methods.keys()].flatMap(id => torn(id).map(([key]) => `${id} with ${slot} of ${donor.id}: ${key}`))
      }),
    )
    expect(shared).toEqual([])
  })

  it('cannot be trained without the credit that writes what it reads', () => {
    const world = venuesOf(resolveMethod('ppo'), tasks).map(place => ({
      ...place,
      policy: policySpec(place.policy).kind,
    }))[0]!
    const torn = combined('grpo', { regulariser: 'ppo' })
    expect(unmet(torn, world)).toEqual({ columns: ['returns'], why: 'no slot of this method writes it' })
    expect(cureOf(torn, world, tasks)).toMatch(/^Give the slot that reads it back/)
    expect(venuesOf(torn, tasks)).toEqual([])
    expect(unmet(combined('ppo', { regulariser: 'confucius3-ter' }), world)).toBeUndefined()
  })

  it('is refused with a cure where two slots declare the same parameter', () => {
    const clipHigh = number({ label: 'Other', default: 0, min: 0, max: 1 })
    const part = reward({ params: { clipHigh }, compute: ({ reward }) => ({ reward }) })
    const dear: Method = {
      ...methodOf('ppo'),
      id: 'dear',
      slots: { reward: part, objective: 'reinforce' },
      defaults: {},
    }
    const registry = new Map([...methods, [dear.id, dear]])
    expect(() => resolve(methodOf('ppo'), registry, { reward: 'dear' })).toThrow(
      /"clipHigh", which the slot reward has too\. Take one of the two slots from another method/,
    )
  })

  it('is refused where the other method has none, or there is no such method', () => {
    expect(() => combined('ppo', { reward: 'grpo' })).toThrow(
      /slot reward, got "grpo", which has none. These have one:/,
    )
    expect(() => combined('ppo', { reward: 'kl-in-rewart' })).toThrow(/Nearest: kl-in-reward/)
    expect(() => combined('ppo', { aggregation: 'token-maen' })).toThrow(/Nearest: token-mean/)
    expect(() => combined('ppo', { reward: 'token-mean' })).toThrow(/known|id of a method/)
  })
})
