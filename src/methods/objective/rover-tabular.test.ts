import { beforeAll, describe, expect, test } from 'vitest'
import type { Batch } from '../../core/batch.ts'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

beforeAll(() => openBackend('cpu'))

/** One response of two tokens over a vocabulary of three; what comes second decides nothing. */
const values = [
  [0, 0.3, 0.6],
  [0.25, 0.25, 0.25],
]
const said = (...tokens: number[]): Batch => ({
  rollouts: 1,
  groups: 1,
  vocabulary: 3,
  group: Int32Array.of(0),
  reward: Float32Array.of(1),
  tokenStart: Int32Array.of(0, 2),
  token: Int32Array.from(tokens),
  uniformQ: Float32Array.from(values.flat()),
})

/** [2] how far logits are from the softmax of the values, per token. */
function gapOf(logits: number[][], tableRho: number): number[] {
  const flat = tf.tensor2d([[1, 1]])
  const known = { mask: flat, length: flat, credit: flat, advantage: flat, oldLogp: flat }
  const tensors = { ...known, now: { logp: flat, logits: tf.tensor3d([logits]) }, uniformQ: tf.tensor3d([values]) }
  const { compute } = resolveMethod('rover-tabular').objective!.part
  return [...compute(tf, tensors, paramsOf('rover-tabular', { tableRho }), context).loss.dataSync()]
}

describe('exact ROVER', () => {
  test('credits a token with its value above the mean of all: nothing where nothing is decided', () => {
    const creditOf = (batch: Batch) => [...estimateOf('rover-tabular', batch).batch.credit!]
    expect(creditOf(said(2, 0))).toEqual([expect.closeTo(0.3, 6), 0])
    expect(creditOf(said(0, 0))).toEqual([expect.closeTo(-0.3, 6), 0])
  })

  test('is at rest where the policy is the softmax of the values, and nowhere else', () => {
    const [rest, elsewhere] = [values.map(row => row.map(q => q / 0.1)), values.map(() => [0, 0, 0])]
    expect(gapOf(rest, 0.1)).toEqual([expect.closeTo(0, 5), expect.closeTo(0, 5)])
    const [decided, open] = gapOf(elsewhere, 0.1)
    expect(decided).toBeGreaterThan(0.1)
    expect(open).toBeCloseTo(0, 5)
  })
})
