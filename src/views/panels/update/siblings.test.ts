import { expect, it } from 'vitest'
import type { Batch } from '../../../core/batch.ts'
import type { Motion } from '../../../core/motion.ts'
import { carrierOf, effectOf, restOf, siblingNames, siblingRows } from './siblings.ts'

/** One group: twice `0 1`, `0 2` that is right, and `3 3`; the first group is somebody else's. */
const batch: Batch = {
  rollouts: 5,
  groups: 2,
  group: Int32Array.from([0, 1, 1, 1, 1]),
  reward: Float32Array.from([0, 0, 0, 1, 0]),
  advantage: Float32Array.from([0, -1, -1, 3, -1]),
  tokenStart: Int32Array.from([0, 1, 3, 5, 7, 9]),
  token: Int32Array.from([0, 0, 1, 0, 1, 0, 2, 3, 3]),
  oldLogp: Float32Array.from([-1, -1, -1, -1, -1, -1, -2, -2, -2]),
}
const motion: Motion = {
  iteration: 1,
  passes: [],
  before: batch.oldLogp!,
  after: Float32Array.from([-1, -0.5, -1.25, -0.5, -1.25, -0.5, -1, -2.5, -2]),
  predicted: Float32Array.from([0, 1, -0.5, 1, -0.5, 1, 2, -1, 0]),
  lengths: [{ scale: 3, logp: Float32Array.from([-1, 0, -1, 0, -1, 0, 0, -3, -3]) }],
  interference: { because: 'not asked for' },
}
const rows = siblingRows(batch, 1)

it('lists the different responses once, the best paid first', () => {
  expect(rows.map(siblingNames)).toEqual(['3', '1, 2', '4'])
  expect(rows.map(({ row }) => row)).toEqual([3, 1, 4])
})

it('keeps equal responses apart when they are paid or credited differently', () => {
  const apart = { ...batch, credit: Float32Array.from([0, 1, 1, 2, 2, 0, 0, 0, 0]) }
  expect(siblingRows(apart, 1).map(siblingNames)).toEqual(['3', '1', '2', '4'])
})

it('adds up what happened to a response, and frames what moved against its advantage', () => {
  const [praised, carried, punished] = rows.map(row => effectOf(row, motion))
  expect(praised).toMatchObject({ predicted: 3, actual: 1.5, isAgainst: false })
  expect(carried).toMatchObject({ predicted: 0.5, actual: 0.25, isAgainst: true })
  expect(punished).toMatchObject({ predicted: -1, actual: -0.5, isAgainst: false })
  expect(praised!.before).toBeCloseTo(Math.exp(-3), 6)
  expect(effectOf(rows[0]!, motion, 3)).toMatchObject({ predicted: 9, actual: 3 })
})

it('names who carried a response along: the one of opposite advantage that begins most alike', () => {
  expect(carrierOf(batch, rows[1]!, rows)).toMatchObject({ shared: 1, by: { row: 3 } })
  expect(carrierOf(batch, rows[2]!, rows)).toBeUndefined()
})

it('leaves the rest of the probability to what nobody said', () => {
  const effects = rows.map(row => effectOf(row, motion))
  expect(restOf(effects, 'before')).toBeCloseTo(1 - Math.exp(-3) - Math.exp(-2) - Math.exp(-4), 6)
})
