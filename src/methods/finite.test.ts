/** No legal setting and no legal batch gives a number that is not finite: every method, every parameter at both ends. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Batch, withColumns } from '../core/batch.ts'
import type { ParamSpec, ParamValues } from '../core/params.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { batchOf, context, everyColumn, paramsOf, prepared } from './fixture.ts'
import { objectiveGradient } from './gradient.ts'
import { methods, resolveMethod } from './index.ts'
import { tensorNeeds } from './loss.ts'

const none = Number.NaN

/** Groups that agree, that are alone, unscored in part or wholly, with ratios of e^18, with holes, with nothing said. */
function hard(): Batch {
  const groups = [[1, 1, 1], [1], [1, 0, none], [1, 0], [0.5, 1], [0, 1], [none]]
  const batch = everyColumn(batchOf(groups, [2, 2, 2, 2, 1, 2, 2, 2, 2, 3, 3, 0, 2, 1]))
  const far = (column: 'logp' | 'oldLogp' | 'samplerLogp' | 'refLogp', likelier: number) =>
    batch[column]!.map((value, t) =>
      batch.tokenStart[7]! <= t && t < batch.tokenStart[9]! ? value - (t % 2 === likelier ? 18 : 0) : value,
    )
  const mask = new Float32Array(batch.token.length).fill(1)
  mask[batch.tokenStart[9]! + 1] = 0
  mask[batch.tokenStart[11]! - 1] = 0
  const { tokenReward: _, ...unpaid } = batch
  return withColumns(unpaid, {
    mask,
    logp: far('logp', 0),
    oldLogp: far('oldLogp', 1),
    samplerLogp: far('samplerLogp', 0),
    refLogp: far('refLogp', 1),
  })
}

const batches: Readonly<Record<string, Batch>> = {
  'all of it at once': hard(),
  'all equal': everyColumn(
    batchOf([
      [1, 1],
      [1, 1],
    ]),
  ),
  'one group': everyColumn(batchOf([[1, 0, 0]], [2, 1, 3])),
  'one response': everyColumn(batchOf([[1]])),
  unscored: everyColumn(batchOf([[none, none]])),
  'nothing said': everyColumn(batchOf([[1, 0]], 0)),
}

/** The least and the greatest of a number, each option of a choice, but for what is the default anyway. */
const ends = (spec: ParamSpec): (number | string)[] =>
  (spec.kind === 'choice' ? [...spec.options] : [spec.min, spec.max]).filter(value => value !== spec.default)

const settingsOf = (id: string): ParamValues[] => [
  {},
  ...Object.entries(resolveMethod(id).specs).flatMap(([key, spec]) => ends(spec).map(value => ({ [key]: value }))),
]

const finite = (values: ArrayLike<number>): boolean => Array.from(values).every(Number.isFinite)

/** What is not finite under these settings. */
function faultsOf(id: string, values: ParamValues, batch: Batch): string[] {
  const [method, params] = [resolveMethod(id), paramsOf(id, values)]
  const { batch: credited } = prepared(method, params, batch)
  const found = (['advantage', 'credit', 'returns'] as const).filter(column => !finite(credited[column] ?? []))
  if (found.length > 0 || !method.objective || tensorNeeds(method, params).includes('logits')) return found
  const { loss, gradient } = objectiveGradient(tf, method, params, credited, context)
  const sloped = Object.entries(gradient).filter(([, slope]) => !finite(slope))
  return [...(Number.isFinite(loss) ? [] : ['loss']), ...sloped.map(([leaf]) => `gradient of ${leaf}`)]
}

beforeAll(() => openBackend('cpu'))

describe('every number is finite, with each parameter at its least, at its greatest and at each option', () => {
  test.each([...methods.keys()].filter(id => resolveMethod(id).advantage))('%s', id => {
    const faults = settingsOf(id).flatMap(values =>
      Object.entries(batches).flatMap(([name, batch]) =>
        faultsOf(id, values, batch).map(what => `${name}, ${JSON.stringify(values)}: ${what}`),
      ),
    )
    expect(faults).toEqual([])
  })
})
