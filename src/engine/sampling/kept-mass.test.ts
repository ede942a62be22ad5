/** What the sampler's log-probability is where top-k or top-p cut the distribution. */
import { expect, it } from 'vitest'
import type { ParamValues } from '../../core/params.ts'
import { resolveMethod } from '../../methods/index.ts'
import { openRun } from '../fixtures.ts'
import type { Frame } from '../run.ts'
import { train } from '../trainer.ts'

async function finished(method: string, params: ParamValues): Promise<Frame[]> {
  const run = await openRun({ method: resolveMethod(method), params: { probeEvery: 0, learningRate: 0.5, ...params } })
  const frames: Frame[] = []
  for await (const frame of train(run)) if (frame.phase === 'probe' && frame.iteration > 0) frames.push(frame)
  return frames
}

it.each<[string, ParamValues]>([
  ['grpo', { topK: 2 }],
  ['grpo', { topP: 0.7 }],
  ['grpo', { topP: 0.7, samplerEvery: 3 }],
  ['dapo', { topK: 2, groupSize: 2, samplingRounds: 4 }],
  ['aepo', { topK: 2 }],
])('is that of the renormalised distribution: %s %o', async (method, params) => {
  const frames = await finished(method, params)
  expect(frames.length).toBe(6)
  let cut = 0
  for (const { batch, iteration } of frames) {
    const { keptMass, samplerLogp, oldLogp } = batch
    // With a lagging sampler, only the iterations that renew it compare the same weights; at another heat none does.
    const fresh = (iteration - 1) % Number(params.samplerEvery ?? 1) === 0
    for (let i = 0; i < batch.rollouts; i++) {
      for (let t = batch.tokenStart[i]!; t < batch.tokenStart[i + 1]!; t++) {
        const mass = keptMass![t]!
        expect(mass).toBeGreaterThan(0)
        expect(mass).toBeLessThanOrEqual(1)
        if (mass < 0.999) cut++
        if (fresh && batch.tempered?.[i] === 1) expect(samplerLogp![t]).toBeCloseTo(oldLogp![t]! - Math.log(mass), 5)
      }
    }
  }
  expect(cut).toBeGreaterThan(0)
})

it('is that of the policy, to the bit, where nothing is cut', async () => {
  for (const { batch } of await finished('grpo', {})) {
    expect(batch.samplerLogp).toEqual(batch.oldLogp)
    expect(batch.keptMass!.every(mass => mass === 1)).toBe(true)
  }
})

it('lets a correction see the mismatch: narrow bounds reject what wide ones let pass', async () => {
  const narrow = { rejectTokenK1Low: 0.99, rejectTokenK1: 1.01 }
  const trained = async (params: ParamValues) =>
    (await finished('rollout-correction', { topP: 0.7, iterations: 2, ...params })).map(({ batch }) =>
      batch.trained!.reduce((total, kept) => total + kept, 0),
    )
  const [all, some] = [await trained({}), await trained(narrow)]
  expect(some[0]).toBeLessThan(all[0]!)
})
