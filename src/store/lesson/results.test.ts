import { expect, it } from 'vitest'
import { blankRecipe } from '../../core/recipe.ts'
import type { Job } from '../../protocol/experiment.ts'
import type { Trial } from '../experiment.ts'
import { createRunner } from '../experiment-runner.ts'
import { remembering } from './results.ts'

const job = (id: string): Job => ({ id, recipe: blankRecipe, keep: [], backend: 'wasm' })
const settled = () => new Promise(resolve => setTimeout(resolve, 0))

it('runs nothing again that an earlier page has run, and keeps what ends', async () => {
  const started: string[] = []
  const kept: Trial[] = []
  const ended: Trial = {
    job: job('a'),
    status: 'ended',
    start: {},
    metrics: [{ reward: 1 }],
    milliseconds: [1],
    kept: [],
    failure: undefined,
  }
  const runner = remembering(
    createRunner(1, heard => ({
      start: ({ id }) => {
        started.push(id)
        queueMicrotask(() => heard({ job: id, type: 'ended' }))
      },
      end: () => {},
    })),
    { all: async () => [ended], keep: async trial => void kept.push(trial) },
  )
  await settled()
  runner.want([job('a'), job('b')])
  await settled()
  expect(started).toEqual(['b'])
  expect(runner.api.getState().trials.get('a')).toBe(ended)
  expect(kept.map(({ job: { id } }) => id)).toEqual(['b'])
})
