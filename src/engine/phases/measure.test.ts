import { expect, it } from 'vitest'
import { tokenCount } from '../../core/batch.ts'
import { resolveMethod } from '../../methods/index.ts'
import { openRun } from '../fixtures.ts'
import { paramsOf, type Run } from '../run.ts'
import { train } from '../trainer.ts'

/** Continuations of every prefix, from groups that disagree: the dearest column, and groups that are dropped. */
async function dearRun() {
  const [dear, dropping] = [resolveMethod('vineppo'), resolveMethod('dapo')]
  const method = { ...dear, curriculum: dropping.curriculum!, specs: { ...dropping.specs, ...dear.specs } }
  const run = await openRun({ method, params: { groupSize: 2, probeEvery: 0, iterations: 2 } })
  let rows = 0
  const sample: Run['policy']['sample'] = request => {
    rows += request.rows.length
    return run.policy.sample(request)
  }
  const counted: Run = { ...run, policy: { ...run.policy, sample }, params: paramsOf(method, 'tabular', run.params) }
  return { run: counted, sampled: () => rows }
}

it('draws continuations only from responses that are trained on', async () => {
  const { run, sampled } = await dearRun()
  const { continuations = 0, valueEvery = 1 } = run.params as { continuations?: number; valueEvery?: number }
  let expected = 0
  let dropped = 0
  for await (const { phase, batch, judged } of train(run)) {
    if (phase === 'sample') expect(batch.sampledValue).toBeUndefined()
    if (phase !== 'credit') continue
    expect(batch.sampledValue).toBeDefined()
    dropped += judged.rollouts - batch.rollouts
    const prefixes = Array.from({ length: batch.rollouts }, (_, i) => Math.ceil(tokenCount(batch, i) / valueEvery))
    expected += judged.rollouts + continuations * prefixes.reduce((total, count) => total + count, 0)
  }
  expect(dropped).toBeGreaterThan(0)
  expect(sampled()).toBe(expected)
})

it('measures at once where no group can be dropped, so that the picture after drawing is whole', async () => {
  const run = await openRun({ params: { iterations: 1, probeEvery: 0 } })
  for await (const { phase, batch } of train({ ...run, watched: true })) {
    if (phase === 'sample')
      expect(batch).toMatchObject({ refLogp: expect.anything(), exactAdvantage: expect.anything() })
  }
})
