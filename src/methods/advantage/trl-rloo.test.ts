import { beforeAll, describe, expect, test } from 'vitest'
import { type Batch, withColumns } from '../../core/batch.ts'
import { openBackend } from '../../tensor/backends.ts'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'
import { lossOf, settings } from '../golden/harness.ts'

beforeAll(() => openBackend('cpu'))

/** Every token's log-probability lies `drift` above the reference's. */
const drifted = (batch: Batch, drift: readonly number[]) =>
  withColumns(batch, {
    oldLogp: Float32Array.from(drift, d => d - 2),
    refLogp: new Float32Array(drift.length).fill(-2),
  })

describe('RLOO as TRL trains it', () => {
  test('without drift from the reference it is RLOO', () => {
    const batch = drifted(batchOf([[1, 0, 0]], 1), [0, 0, 0])
    expect(advantagesOf('trl-rloo', batch)).toEqual(advantagesOf('rloo', batch))
  })

  test('a group of one gets 0', () => {
    expect(advantagesOf('trl-rloo', drifted(batchOf([[1]], 1), [0.5]))).toEqual([0])
  })

  test('of two responses that are equally good, the one nearer to the reference is preferred', () => {
    const [near, far] = advantagesOf('trl-rloo', drifted(batchOf([[1, 1]], 1), [0.1, 1.1]))
    expect(near).toBeCloseTo(0.05, 5)
    expect(far).toBeCloseTo(-0.05, 5)
  })

  test('the penalty is summed over generated tokens', () => {
    const batch = { ...drifted(batchOf([[1, 1]], [3, 1]), [0.5, 9, 0.5, 0]), mask: Float32Array.of(1, 0, 1, 1) }
    expect(estimateOf('trl-rloo', batch).explain.kl!.values[0]).toBeCloseTo(1)
  })

  test('rewards beyond the clip count as the clip', () => {
    const batch = drifted(batchOf([[9, 0]], 1), [0, 0])
    expect(advantagesOf('trl-rloo', batch, { rewardClip: 2 })).toEqual([2, -2])
  })

  test('a lower bound of its own need not mirror the upper', () => {
    const batch = drifted(batchOf([[9, -9]], 1), [0, 0])
    const values = { rewardClip: 2, rewardRange: 'own', rewardLow: -0.5 }
    expect(advantagesOf('trl-rloo', batch, values)).toEqual([2.5, -2.5])
  })

  test('shaped rewards come in parts that add up', () => {
    const { batch } = estimateOf('trl-rloo', drifted(batchOf([[1, 0]], 1), [0.5, -0.5]))
    const { verifier, kl } = batch.rewardParts!
    for (const i of [0, 1]) expect(verifier![i]! + kl![i]!).toBeCloseTo(batch.reward[i]!, 5)
  })

  test('where all can be scored, advantages of a group sum to zero', () => {
    const all = advantagesOf('trl-rloo', drifted(batchOf([[1, 0, 0.3]], 1), [0.4, 0.1, -0.2]))
    expect(all.reduce((total, a) => total + a, 0)).toBeCloseTo(0, 5)
  })

  test('on policy every token is pulled by its advantage over the number of responses, whatever the length', () => {
    const { gradient } = lossOf('trl-rloo', settings('trl-rloo', 'none', {}), {
      mask: [
        [1, 1, 1],
        [1, 0, 0],
      ],
      advantage: [1, -2],
      columns: {
        logp: [
          [-1, -1, -1],
          [-1, 0, 0],
        ],
      },
    })
    expect(gradient.logp!.map(row => row.map(g => g + 0))).toEqual([
      [-0.5, -0.5, -0.5],
      [1, 0, 0],
    ])
  })
})
