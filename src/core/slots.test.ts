import { expect, test } from 'vitest'
import { isForTraining, phasesOf, slots, slotTable } from './slots.ts'
import { lookPhase, phases } from './snapshot.ts'

test('every slot draws from a stream of its own, under the number that it always had', () => {
  const words = slots.map(slot => slotTable[slot].word)
  expect(new Set(words).size).toBe(slots.length)
  const old = [
    'sampler',
    'curriculum',
    'reward',
    'advantage',
    'credit',
    'objective',
    'aggregation',
    'regulariser',
    'probe',
  ]
  expect(old.map(name => slots.find(slot => slot === name)).map(slot => slot && slotTable[slot].word)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9,
  ])
})

test('every slot runs in a phase that exists', () => {
  for (const slot of slots) expect(phases).toContain(slotTable[slot].phase)
})

test('a phase runs where one of its slots is filled, and the page stops before the policy changes', () => {
  const everything = Object.fromEntries(slots.map(slot => [slot, {}]))
  expect(phasesOf(everything)).toEqual(phases)
  expect(lookPhase(phasesOf(everything))).toBe('pair')
  const untrained = Object.fromEntries(slots.filter(slot => !isForTraining(slot)).map(slot => [slot, {}]))
  expect(phasesOf(untrained)).toEqual(['choose', 'sample', 'reward', 'keep', 'select', 'probe'])
  expect(lookPhase(phasesOf(untrained))).toBe('select')
  const { selection, ...silent } = untrained
  expect(lookPhase(phasesOf(silent))).toBe('keep')
})
