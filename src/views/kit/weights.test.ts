import { describe, expect, it } from 'vitest'
import type { Batch } from '../../core/batch.ts'
import { type AggregationSettings, aggregationSettings, aggregationWeights, tokenWeights } from './weights.ts'

/** Three responses of 2, 4 and 0 generated tokens; the second has a fifth token that the world wrote. */
const batch: Batch = {
  rollouts: 3,
  groups: 1,
  group: Int32Array.of(0, 0, 0),
  reward: Float32Array.of(1, 0, 0),
  tokenStart: Int32Array.of(0, 2, 7, 7),
  token: new Int32Array(7),
  mask: Float32Array.of(1, 1, 1, 1, 0, 1, 1),
}
const older: AggregationSettings = { normLength: 0, longest: 10, emptyRows: 'skip', normRows: 'one' }
const trl: AggregationSettings = { ...older, emptyRows: 'count', normRows: 'responses' }
const verl: AggregationSettings = { ...older, normRows: 'responses' }

describe('weight of a token in the loss', () => {
  it('is 1/N, 1, 1/rows, 1/(length rows), 1/(width rows), 1/(tokens of the problem, problems) in verl, where empty rows do not count', () => {
    expect(aggregationWeights(batch, 1, verl).map(({ fraction }) => fraction)).toEqual([
      '1/6',
      '1',
      '1/2',
      '1/(4·2)',
      '1/(10·2)',
      '1/(6·1)',
    ])
    expect(aggregationWeights(batch, 1, verl).map(({ weight }) => weight)).toEqual([
      1 / 6,
      1,
      1 / 2,
      1 / 8,
      1 / 20,
      1 / 6,
    ])
    expect(aggregationWeights(batch, 1, older)[4]?.fraction).toBe('1/10')
  })

  it('counts empty rows, and divides the constant by the responses too, in TRL', () => {
    expect(aggregationWeights(batch, 0, trl).map(({ fraction }) => fraction)).toEqual([
      '1/6',
      '1',
      '1/3',
      '1/(2·3)',
      '1/(10·3)',
      '1/(6·1)',
    ])
  })

  it('sums to 1 over the batch for token-mean and seq-mean-token-mean', () => {
    for (const aggregation of ['token-mean', 'seq-mean-token-mean'] as const) {
      const total = tokenWeights(batch, aggregation, verl).reduce((sum, weight) => sum + weight, 0)
      expect(total).toBeCloseTo(1, 6)
    }
  })

  it('is 0 on tokens that the world wrote', () => {
    expect(tokenWeights(batch, 'seq-mean-token-sum', verl)[4]).toBe(0)
  })

  it('reads its settings from parameters, and takes the house values for what is absent', () => {
    expect(aggregationSettings({}, 24)).toEqual({
      normLength: 0,
      longest: 24,
      emptyRows: 'skip',
      normRows: 'responses',
    })
    expect(aggregationSettings({ normLength: 512, normRows: 'one' }, 24).normLength).toBe(512)
  })
})
