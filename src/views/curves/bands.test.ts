import { expect, it } from 'vitest'
import { beforeUpdate, ordinary } from '../fixtures/snapshots.ts'
import { areaOf, bandRows, medianOf } from './bands.ts'
import { bandCharts } from './charts.ts'
import { axisOf } from './lines.ts'

const { snapshot } = ordinary()
const snapshots = [1, 5, 9].map(iteration => ({ ...snapshot, iteration, batch: { ...snapshot.batch } }))

it('levels of a distribution never cross, and lie within what the batch has', () => {
  for (const band of ['advantage', 'ratio', 'length'] as const) {
    for (const { iteration: _, p5 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0 } of bandRows(snapshots, band)) {
      expect([p5, p25, p50, p75, p95]).toEqual([p5, p25, p50, p75, p95].toSorted((a, b) => a - b))
    }
  }
  const advantages = [...snapshot.batch.advantage!]
  expect(bandRows(snapshots, 'advantage')[0]!.p95).toBeLessThanOrEqual(Math.max(...advantages))
})

it('an iteration that has no such numbers yet leaves a gap, not a zero', () => {
  expect(bandRows([beforeUpdate().snapshot], 'ratio')).toEqual([])
  expect(bandRows([beforeUpdate().snapshot], 'advantage')).toHaveLength(1)
})

it('areas are closed, and go through every iteration twice', () => {
  const rows = bandRows(snapshots, 'length')
  const axis = axisOf(bandCharts[2]!, rows)
  expect(areaOf(rows, 'p5', 'p95', axis).match(/[ML]/g)).toHaveLength(6)
  expect(medianOf(rows, axis).startsWith('M1 ')).toBe(true)
  expect(areaOf([], 'p5', 'p95', axis)).toBe('')
})
