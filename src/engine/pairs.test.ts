import { expect, it } from 'vitest'
import { phasesOf } from '../core/slots.ts'
import { resolveMethod } from '../methods/index.ts'
import { openRun } from './fixtures.ts'
import { updatesOf } from './phases/update.ts'
import { train } from './trainer.ts'

const params = { groupSize: 6, problems: 6, iterations: 3, minibatches: 3, learningRate: 0.05 }

it('trains on pairs alone: no advantage, no credit, and no minibatch tears a pair', async () => {
  const method = resolveMethod('dpo')
  expect(phasesOf(method)).toEqual(['choose', 'sample', 'reward', 'keep', 'pair', 'update', 'probe'])
  const run = await openRun({ method, params })
  const margins: number[] = []
  for await (const frame of train(run)) {
    const { batch, phase, metrics } = frame
    expect(batch.advantage ?? batch.credit).toBeUndefined()
    if (phase !== 'update') continue
    const { chosen, rejected } = batch.pairs!
    const cuts = [...updatesOf(run, frame)]
    expect(chosen.length).toBeGreaterThan(2)
    expect(cuts).toHaveLength(3)
    chosen.forEach((row, k) => {
      expect(cuts.filter(rows => rows.includes(row) && rows.includes(rejected[k]!))).toHaveLength(1)
    })
    margins.push(metrics.margin!)
  }
  expect(margins).toHaveLength(3)
  expect(margins.at(-1)).toBeGreaterThan(margins[0]!)
})
