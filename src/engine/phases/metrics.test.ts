import { describe, expect, it } from 'vitest'
import { openRun } from '../fixtures.ts'
import { firstFrame } from '../run.ts'
import { train } from '../trainer.ts'
import { batchMetrics, rounded } from './metrics.ts'

describe('metrics of an iteration', () => {
  it('are the same number when two engines differ in the last bits', () => {
    const kl = 0.0123456789012345
    expect(rounded({ kl: kl * (1 + 6e-15), loss: -1e-30, reward: 1 })).toEqual(rounded({ kl, loss: -1e-30, reward: 1 }))
    expect(rounded({ kl }).kl).toBe(0.0123456789)
  })

  it('leave the trainer in nine digits, whatever phase made them', async () => {
    const run = await openRun({ params: { klCoefficient: 0.1 } })
    for await (const { phase, metrics } of train(run)) expect(metrics, phase).toEqual(rounded(metrics))
  })

  it('have nine right digits of a small KL', async () => {
    const run = await openRun()
    const { batch, ...frame } = firstFrame(run)
    const one = {
      ...batch,
      rollouts: 1,
      groups: 1,
      group: Int32Array.of(0),
      reward: Float32Array.of(0),
      tokenStart: Int32Array.of(0, 1),
      token: Int32Array.of(0),
      oldLogp: Float32Array.of(0),
      refLogp: Float32Array.of(2 ** -14),
    }
    // x²/2 + x³/6 + x⁴/24, the series of exp(x) - x - 1.
    const x = 2 ** -14
    const right = x ** 2 / 2 + x ** 3 / 6 + x ** 4 / 24
    expect(rounded(batchMetrics({ ...frame, batch: one })).kl).toBe(rounded({ right }).right)
  })
})
