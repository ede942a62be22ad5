import { describe, expect, it } from 'vitest'
import type { ParamValues } from '../../core/params.ts'
import { causeOf } from '../../methods/finite.ts'
import { openRun } from '../fixtures.ts'
import { emptyBatch, type Run } from '../run.ts'
import { train } from '../trainer.ts'
import { checkUpdate, Diverged } from './diverged.ts'

async function messageOf(run: Run): Promise<string> {
  try {
    for await (const _ of train(run));
  } catch (error) {
    return String(error)
  }
  return 'no error'
}

/** A reference that is certain of what the policy hardly says: k3 takes the exponential of the difference. */
async function farFromReference(params: ParamValues): Promise<Run> {
  const run = await openRun({ params })
  const { score } = run.reference
  const raised = async (...asked: Parameters<typeof score>) => {
    const scored = await score(...asked)
    return { ...scored, logp: scored.logp.map(value => value + 95) }
  }
  return { ...run, reference: { ...run.reference, score: raised } }
}

describe('a run that diverges', () => {
  it('names the exponential that overflowed, its token and its own cure', async () => {
    const message = await messageOf(await farFromReference({ klCoefficient: 0.1, klEstimator: 'k3' }))
    expect(message).toMatch(/update in iteration 1, rollout 1, token 1/)
    expect(message).toMatch(/refLogp - logp is 95, whose exponential overflows/)
    expect(message).toMatch(/Set klEstimator to k3-clipped/)
    expect(message).not.toMatch(/learning rate/)
  })

  it('goes on where nothing reads that exponential', async () => {
    expect(await messageOf(await farFromReference({ klCoefficient: 0, klEstimator: 'k3' }))).toBe('no error')
    expect(await messageOf(await farFromReference({ klCoefficient: 0.1, klEstimator: 'k2' }))).toBe('no error')
  })

  it('names an epsilon of 0 where it blew up the credit, and leaves a bound of 0 in peace', () => {
    const batch = {
      ...emptyBatch,
      rollouts: 1,
      reward: Float32Array.of(1),
      tokenStart: Int32Array.of(0, 2),
      token: Int32Array.of(0, 1),
      credit: Float32Array.of(1, 1e9),
    }
    const causeWith = (params: ParamValues) => causeOf({ batch, logp: Float32Array.of(-1, -1), params })
    expect(causeWith({ epsilon: 0 })).toEqual({
      place: 'rollout 1, token 2',
      text: 'credit is 1000000000 and epsilon is 0',
      cure: 'Set epsilon above 0.',
    })
    expect(causeWith({ epsilon: 1e-6, samplerFloor: 0 })).toBeUndefined()
  })

  it.each([
    [Number.NaN, 1],
    [1, 1e7],
    [1, Number.NaN],
  ])('blames the learning rate where no other cause is found: loss %d, norm %d', async (loss, gradNorm) => {
    const check = checkUpdate(3, { loss, gradNorm }, async () => undefined)
    await expect(check).rejects.toThrow(/update in iteration 3[^,].*Lower the learning rate/s)
    await expect(check).rejects.toThrow(Diverged)
  })
})
