import { describe, expect, it } from 'vitest'
import type { ParamValues } from '../../core/params.ts'
import { resolveMethod } from '../../methods/index.ts'
import { openRun } from '../fixtures.ts'
import { type Frame, firstFrame, type Run } from '../run.ts'
import { train } from '../trainer.ts'

const params = { iterations: 7, samplerEvery: 3, learningRate: 0.5, probeEvery: 0 }

/** The frames after each update, until `last`, and the weights before each iteration. */
async function follow(
  run: Run,
  last = Number.POSITIVE_INFINITY,
): Promise<{ frames: Frame[]; weights: Float32Array[] }> {
  const [frames, weights]: [Frame[], Float32Array[]] = [[], []]
  for await (const frame of train(run)) {
    if (frame.phase === 'choose') weights.push((await run.policy.read()).parameters)
    if (frame.phase !== 'probe' || frame.iteration === 0) continue
    frames.push(frame)
    if (frame.iteration >= last) break
  }
  return { frames, weights }
}

it('draws with weights that are renewed every third iteration, and says with which probability they drew', async () => {
  const run = await openRun({ params })
  const { frames, weights } = await follow(run)
  const other = await openRun({ params })
  for (const [k, { batch, problems, iteration }] of frames.entries()) {
    const renewed = k - (k % 3)
    const logpUnder = async (parameters: Float32Array) => {
      other.policy.write({ ...(await other.policy.read()), parameters })
      const rows = {
        problems: Array.from(batch.group, g => problems[g]!),
        tokenStart: batch.tokenStart,
        token: batch.token,
      }
      return (await other.policy.score(rows, 1)).logp
    }
    expect(batch.samplerLogp, `iteration ${iteration}`).toEqual(await logpUnder(weights[renewed]!))
    expect(batch.oldLogp).toEqual(await logpUnder(weights[k]!))
    if (renewed !== k) expect(batch.samplerLogp).not.toEqual(batch.oldLogp)
  }
})

it('leaves the policy and its optimiser as they are, and the first draw alike', async () => {
  const [stale, fresh] = [await openRun({ params }), await openRun({ params: { ...params, samplerEvery: 1 } })]
  const [a, b] = [await follow(stale, 1), await follow(fresh, 1)]
  expect(a.frames[0]!.batch.token).toEqual(b.frames[0]!.batch.token)
  expect(await stale.policy.read()).toEqual(await fresh.policy.read())
})

it('shows from which distribution was drawn', async () => {
  const { frames } = await follow({ ...(await openRun({ params })), watched: true }, 2)
  const { top, batch } = frames[1]!
  const first = batch.tokenStart[0]! * top!.k
  const at = top!.token.subarray(first, first + top!.k).indexOf(batch.token[0]!)
  expect(Math.log(top!.probability[first + at]!)).toBeCloseTo(batch.samplerLogp![0]!, 5)
})

it('gives the weights back when drawing fails', async () => {
  const run = await openRun({ params })
  await follow(run, 2)
  const before = await run.policy.read()
  const broken: Run = { ...run, policy: { ...run.policy, sample: () => Promise.reject(new Error('stopped')) } }
  await expect(
    train(broken)
      .next()
      .then(() => follow(broken)),
  ).rejects.toThrow('stopped')
  expect(await run.policy.read()).toEqual(before)
})

it('goes on exactly from what is remembered', async () => {
  const whole = await follow(await openRun({ params }))
  const first = await openRun({ params })
  await follow(first, 4)
  const second = await openRun({ params })
  second.policy.write(await first.policy.read())
  second.iteration = first.iteration
  second.memory = structuredClone(first.memory)
  const rest = await follow(second)
  expect(rest.frames.map(({ batch }) => batch.token)).toEqual(
    whole.frames.slice(rest.frames.length * -1).map(({ batch }) => batch.token),
  )
})

it('forgets the old weights when nothing is to be stale any more', async () => {
  const run = await openRun({ params })
  await follow(run, 2)
  expect(Object.keys(run.memory)).toContain('drawingWeights')
  run.params = { ...run.params, samplerEvery: 1 }
  await follow(run, 3)
  expect(Object.keys(run.memory)).not.toContain('drawingWeights')
  expect(firstFrame(run).memory).toBe(run.memory)
})

describe('the ratio against what drew', () => {
  const against = { ...params, oldFrom: 'sampler' }
  /** The second iteration is the first whose sampler is stale; until then both runs are the same. */
  const second = async (values: ParamValues) =>
    (await follow({ ...(await openRun({ params: values })), watched: true }, 2)).frames[1]!

  it('leaves 1 in the first update: exp(logp - samplerLogp)', async () => {
    const [start, sampler] = [await second(params), await second(against)]
    expect(sampler.batch.samplerLogp).toEqual(start.batch.samplerLogp)
    expect(sampler.batch.oldLogp).toEqual(sampler.batch.samplerLogp)
    const ratio = sampler.explain.objective!.ratio!.values
    // What is old at the start of the update is what the policy says now in its first update.
    const now = start.batch.oldLogp!
    expect(Math.max(...ratio.map(value => Math.abs(value - 1)))).toBeGreaterThan(0.01)
    ratio.forEach((value, t) => {
      expect(value).toBeCloseTo(Math.exp(now[t]! - sampler.batch.samplerLogp![t]!), 4)
    })
    expect(start.explain.objective!.ratio!.values.every(value => Math.abs(value - 1) < 1e-5)).toBe(true)
  })

  it('counts what the clip holds then, though nobody looks', async () => {
    const run = await openRun({ params: { ...against, clipLow: 0, clipHigh: 0 } })
    const { frames } = await follow(run, 2)
    expect(frames[0]!.metrics.clipHigh).toBe(0)
    expect(frames[1]!.metrics.clipHigh! + frames[1]!.metrics.clipLow!).toBeGreaterThan(0)
  })

  it('changes nothing while nothing is stale', async () => {
    const fresh = { ...params, samplerEvery: 1 }
    const runs = [await openRun({ params: fresh }), await openRun({ params: { ...fresh, oldFrom: 'sampler' } })]
    for (const run of runs) await follow(run, 3)
    expect(await runs[1]!.policy.read()).toEqual(await runs[0]!.policy.read())
  })

  it.each(['gspo', 'rec-one-side', 'nft', 'topr', 'sppo-clip'])('reaches %s', async method => {
    const opened = (values: ParamValues) => openRun({ method: resolveMethod(method), params: values })
    const [start, sampler] = [await opened(params), await opened(against)]
    await follow(start, 2)
    await follow(sampler, 2)
    expect((await sampler.policy.read()).parameters).not.toEqual((await start.policy.read()).parameters)
  })
})
