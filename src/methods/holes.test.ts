/** What the world writes into a response is no action: it changes no credit, no loss and no gradient of what is generated. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Batch } from '../core/batch.ts'
import { type Column, columns, specOf } from '../core/columns.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { context, paramsOf, prepared, syntheticBatch, trainedIds } from './fixture.ts'
import { type LossGradient, leafNames, objectiveGradient } from './gradient.ts'
import { resolveMethod } from './index.ts'
import { tensorNeeds } from './loss.ts'

const { tokenReward: _, ...plain } = syntheticBatch()
/** How many observations stand before each token of the plain batch: at beginnings, in the middle, several in a row. */
const before = [1, 0, 2, 0, 0, 0, 1, 1, 0, 2, 0, 0, 0, 3, 0]
/** And behind the last token of each rollout. */
const behind = [0, 2, 0, 1, 0, 0]
const wild = [-7.5, 3, Number.NaN, 40, -0.25]

/** Where each token of the plain batch stands in the other; the rest are observations. */
const { batch: holed, at } = withObservations(plain)

function withObservations(batch: Batch): { batch: Batch; at: number[] } {
  const [at, tokenStart]: [number[], number[]] = [[], [0]]
  let next = 0
  for (let i = 0; i < batch.rollouts; i++) {
    for (let t = batch.tokenStart[i]!; t < batch.tokenStart[i + 1]!; t++) {
      next += before[t]!
      at.push(next++)
    }
    next += behind[i]!
    tokenStart.push(next)
  }
  const stretched = (values: Float32Array, each: number) => {
    const result = Float32Array.from({ length: next * each }, (_unused, k) => wild[k % wild.length]!)
    at.forEach((place, t) => {
      for (let v = 0; v < each; v++) result[place * each + v] = values[t * each + v]!
    })
    return result
  }
  const changed = columns.flatMap((column): [Column, Float32Array][] => {
    const [values, { extent }] = [batch[column], specOf(column)]
    if (!values || (extent !== 'token' && extent !== 'next')) return []
    return [[column, stretched(values, extent === 'next' ? (batch.vocabulary ?? 0) : 1)]]
  })
  const start = Int32Array.from(tokenStart)
  return {
    at,
    batch: {
      ...batch,
      ...Object.fromEntries(changed),
      tokenStart: start,
      token: Int32Array.from(stretched(Float32Array.from(batch.token), 1), id => (Number.isNaN(id) ? 9 : Math.abs(id))),
      mask: Float32Array.from({ length: next }, (_unused, t) => (at.includes(t) ? 1 : 0)),
      turns: { ...batch.turns!, start: start.slice(0, -1), end: start.slice(1) },
    },
  }
}

const numbersOf = (id: string, batch: Batch) => {
  const [method, params] = [resolveMethod(id), paramsOf(id)]
  const credited = prepared(method, params, batch).batch
  // What a method without the slot is given stays as it came.
  const advantage = method.advantage && credited.advantage
  const credit = method.credit && credited.credit
  if (tensorNeeds(method, params).includes('logits'))
    return { advantage, credit, loss: 0, gradient: {} as LossGradient['gradient'] }
  return { advantage, credit, ...objectiveGradient(tf, method, params, credited, context, { maxResponse: 8 }) }
}

/** Conventions that read observations on purpose. */
const exempt: Readonly<Record<string, string>> = {
  'prime-length-penalty': 'what the world writes is paid for too',
  'optimal-token-baseline': 'verl compares tokens at equal places of the padded response, observations counted',
}

beforeAll(() => openBackend('cpu'))

describe('observations in a response change nothing at generated tokens', () => {
  test.each(trainedIds.filter(id => !exempt[id]))('%s', id => {
    const [without, within] = [numbersOf(id, plain), numbersOf(id, holed)]
    const close = (got: Float32Array, expected: Float32Array, what: string) =>
      expected.forEach((value, t) => {
        expect(got[at[t]!], `${what} ${t}`).toBeCloseTo(value, 5)
      })
    within.advantage?.forEach((value, i) => {
      expect(value, `advantage ${i}`).toBeCloseTo(without.advantage![i]!, 5)
    })
    if (within.credit && without.credit) close(within.credit, without.credit, 'credit')
    expect(within.loss).toBeCloseTo(without.loss, 5)
    for (const leaf of leafNames) {
      const slope = without.gradient[leaf]
      if (slope) close(within.gradient[leaf]!, slope, leaf)
    }
    within.credit?.forEach((value, t) => {
      if (!at.includes(t)) expect(value, `observation ${t}`).toBe(0)
    })
  })
})
