/**
 * Every registered method at work: where a world fills its needs, twenty iterations there; where none does, its slots
 * and its loss on made-up columns. What it must not do: produce what is no number, stand still, or leak.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { obstacle } from '../core/columns.ts'
import { blankRecipe } from '../core/recipe.ts'
import { estimate } from '../methods/estimate.ts'
import { context, paramsOf, syntheticBatch } from '../methods/fixture.ts'
import { objectiveGradient } from '../methods/gradient.ts'
import { methods, resolveMethod } from '../methods/index.ts'
import { columnsRead, type Venue, venuesOf } from '../methods/needs.ts'
import { tasks } from '../tasks/index.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { openRecipe } from './opening/open.ts'
import { train } from './trainer.ts'

const iterations = 20
const small = {
  iterations,
  problems: 2,
  groupSize: 4,
  pool: 4,
  probeEvery: iterations,
  probeProblems: 1,
  probeSamples: 2,
}

/** A suggested task where there is one; a table where it can play, because it is quickest. */
function quickest(id: string): Venue | undefined {
  const venues = venuesOf(resolveMethod(id), tasks)
  const suggested = venues.filter(({ task }) => methods.get(id)?.tasks?.includes(task.id))
  const candidates = suggested.length > 0 ? suggested : venues
  return candidates.find(({ policy }) => policy === 'tabular') ?? candidates[0]
}

const trained = [...methods.values()].filter(({ trains }) => trains !== false).map(({ id }) => id)
const live = trained.flatMap(id => {
  const venue = quickest(id)
  return venue ? [{ id, venue, title: `${id} on ${venue.task.id} ${venue.level.id}, ${venue.policy}` }] : []
})
const imported = trained
  .filter(id => quickest(id) === undefined)
  .map(id => {
    const [task] = tasks.values()
    const world = { task: task!, level: task!.levels[0]!, policy: 'tabular' as const }
    const missing = columnsRead(resolveMethod(id)).filter(column => obstacle(column, world) !== undefined)
    return { id, reason: `no world here has ${missing.join(', ')}` }
  })

const finite = (values: Iterable<number> | undefined) => [...(values ?? [])].every(Number.isFinite)

describe('trains', () => {
  test.each(live)('$title', async ({ id, venue }) => {
    const { task, level, policy } = venue
    const recipe = { ...blankRecipe, task: task.id, level: level.id, policy, base: 'warm', method: id, params: small }
    const { run, tensors, dispose } = await openRecipe({ recipe, backend: 'wasm', path: 'fused' })
    const { parameters: before } = await run.policy.read()
    const held: number[] = []
    for await (const { phase, iteration, batch, metrics } of train(run)) {
      // Whoever looks must not do harm either.
      run.watched = iteration % 10 === 9
      if (phase !== 'probe' || iteration === 0) continue
      expect(finite(Object.values(metrics)), `metrics of iteration ${iteration}`).toBe(true)
      for (const column of ['advantage', 'credit', 'logp', 'ratio'] as const) {
        expect(finite(batch[column]), `${column} in iteration ${iteration}`).toBe(true)
      }
      held.push(tensors())
    }
    const { parameters: after } = await run.policy.read()
    dispose()
    expect(held).toHaveLength(iterations)
    expect(finite(after)).toBe(true)
    expect(after).not.toEqual(before)
    expect(held.at(-1)).toBe(held[0])
  })
})

describe.runIf(imported.length > 0)('computes from logs', () => {
  beforeAll(() => openBackend('cpu'))

  test.each(imported)('$id: $reason', ({ id }) => {
    const method = resolveMethod(id)
    const params = paramsOf(id)
    const { batch, explain } = estimate(method, params, syntheticBatch(), context)
    expect(finite(batch.advantage) && finite(batch.credit)).toBe(true)
    for (const [name, { values }] of Object.entries(explain)) expect(finite(values), name).toBe(true)
    const { loss, gradient } = objectiveGradient(tf, method, params, batch, context)
    expect(loss).toBeTypeOf('number')
    expect(finite([loss]) && Object.values(gradient).every(finite)).toBe(true)
    expect(gradient.logp?.some(value => value !== 0)).toBe(true)
  })
})
