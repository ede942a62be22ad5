import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'
import { deltas, payOf } from './clip-delta.math.ts'

const responses = (rows: readonly (readonly number[])[], correct = rows.map(() => 0)) =>
  withColumns(
    batchOf(
      [rows.map(() => 0)],
      rows.map(({ length }) => length),
    ),
    { processReward: Float32Array.from(rows.flat()), correct: Float32Array.from(correct) },
  )

describe('Clip and Delta', () => {
  test('no step and a lone step', () => {
    expect(deltas([])).toEqual([])
    expect(deltas([0.7])).toEqual([0])
  })

  test('clip never pays, and a good step more changes nothing', () => {
    expect(payOf('clip', [0.9, 0.1, 0.5], 0.5)).toEqual([0, -0.4, 0])
  })

  test('what is still to come at a step is its own judgement, however many follow', () => {
    const judged = [0.2, 0.9, -0.5, 0.4, 0.3]
    const paid = deltas(judged)
    for (const k of judged.keys()) {
      const rest = paid.slice(k).reduce((total, r) => total + r, 0)
      expect(rest).toBeCloseTo(k === judged.length - 1 ? 0 : judged[k]!, 10)
    }
  })

  test('repeating a good step pays in the sum and not in the other forms', () => {
    const once = [0.6, 0.6]
    const often = [0.6, 0.6, 0.6, 0.6, 0.6]
    const total = (form: Parameters<typeof payOf>[0], judged: readonly number[]) =>
      payOf(form, judged, 0.5).reduce((all, r) => all + r, 0)
    expect(total('sum', often)).toBeGreaterThan(total('sum', once))
    for (const form of ['clip', 'delta', 'clip, then delta'] as const) {
      expect(total(form, often)).toBeCloseTo(total(form, once), 10)
    }
  })

  test('the verdict is paid beside it', () => {
    const { reward, rewardParts } = estimateOf('clip-delta', responses([[0.9, 0.9], [0.9]], [1, 0])).batch
    expect([...reward]).toEqual([1, 0])
    expect([...rewardParts!.verified!]).toEqual([1, 0])
  })
})
