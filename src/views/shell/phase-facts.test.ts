import { expect, it } from 'vitest'
import { phases } from '../../core/snapshot.ts'
import { beforeUpdate, foreign, ordinary } from '../fixtures/snapshots.ts'
import { phaseCount } from './phase-facts.ts'

it('counts what every phase did, in the numbers of the batch', () => {
  const { snapshot } = ordinary()
  const right = snapshot.batch.correct!.filter(value => value === 1).length
  expect(phaseCount('choose', snapshot)).toBe('8 problems chosen')
  expect(phaseCount('reward', snapshot)).toContain(`${right} of 64 responses right`)
  expect(phaseCount('keep', snapshot)).toBe('8 of 8 groups kept')
  const dropped = { ...snapshot, metrics: { groupsSampled: 16, groupsDropped: 9 } }
  expect(phaseCount('keep', dropped)).toBe('7 of 16 groups kept')
})

it('says nothing of a phase that has not run', () => {
  const { snapshot } = beforeUpdate()
  expect(phases.filter(phase => phaseCount(phase, snapshot) === undefined)).toEqual([
    'pair',
    'update',
    'select',
    'probe',
  ])
})

it('finds words for a log that records little', () => {
  for (const phase of phases) expect(phaseCount(phase, foreign().snapshot) ?? '').not.toMatch(/NaN|undefined|Infinity/)
})
