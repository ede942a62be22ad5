import { describe, expect, it } from 'vitest'
import { fail } from './fail.ts'
import { legalSlots, slotsOver, takenWords } from './recipe-slots.ts'
import type { Taken } from './slots.ts'

/** Knows of one donor; two of its slots do not go together. */
const combine = ({ reward, sampler, ...others }: Taken) => {
  for (const id of [reward, sampler, ...Object.values(others)]) {
    if (id !== undefined && id !== 'dear') fail('slot', 'the id of a method', id, 'Nearest: dear.')
  }
  if (reward && sampler) fail('grpo.reward', 'parameters that no other slot has', '"cost"', 'Take another.')
}
const strict = (slots: unknown) => legalSlots(slots, { method: 'grpo', combine })
function lenient(slots: unknown) {
  const notices: string[] = []
  return { taken: legalSlots(slots, { method: 'grpo', combine, notice: text => notices.push(text) }), notices }
}

describe('slots that a recipe takes', () => {
  it('are written in the order of the form, and not at all where they are the method’s own', () => {
    expect(JSON.stringify(strict({ regulariser: 'dear', sampler: 'dear', reward: 'grpo' }))).toBe(
      '{"sampler":"dear","regulariser":"dear"}',
    )
    expect(strict(undefined)).toEqual({})
  })

  it.each<[unknown, RegExp]>([
    [{ rewart: 'dear' }, /recipe\.slots: expected one of sampler, .*, got "rewart"\. Nearest: reward/],
    [{ advantage: 'dear' }, /recipe\.slots: .*got "advantage"/],
    [{ constructor: 'dear' }, /got "constructor"/],
    [{ reward: 'deer' }, /Nearest: dear/],
    [{ reward: 3 }, /recipe\.slots\.reward: expected the id of a method, got 3/],
    ['reward', /recipe\.slots: expected one of/],
    [{ reward: 'dear', sampler: 'dear' }, /"cost"/],
  ])('%j is an error, or is left out with a notice', (slots, message) => {
    expect(() => strict(slots)).toThrow(message)
    const { taken, notices } = lenient(slots)
    expect(Object.keys(taken).length).toBeLessThan(2)
    expect(notices).toHaveLength(1)
    expect(notices[0]).toMatch(message)
    expect(notices[0]).toMatch(/Left out\.$/)
  })

  it('are told over others: what goes back to the method is written as its id', () => {
    expect(slotsOver({ reward: 'a' }, { reward: 'a', sampler: 'b' }, 'grpo')).toEqual({ sampler: 'grpo' })
    expect(slotsOver({ reward: 'a' }, {}, 'grpo')).toEqual({ reward: 'a' })
  })

  it('are named behind the method', () => {
    const title = (id: string) => id.toUpperCase()
    expect(takenWords({}, title)).toBe('')
    expect(takenWords({ reward: 'a' }, title)).toBe(', with the reward of A')
    expect(takenWords({ reward: 'a', sampler: 'b', aggregation: 'c' }, title)).toBe(
      ', with the sampler of B, the reward of A and the aggregation of C',
    )
  })
})
