import { describe, expect, it } from 'vitest'
import { specOf } from '../core/columns.ts'
import {
  alike,
  compare,
  entryOf,
  everyEntry,
  isMeasured,
  isSame,
  type Measured,
  material,
  measure,
  perResponse,
  usualRows,
} from './bench.ts'
import { reasons, relation, sumSentence } from './bench-why.ts'
import { batchOf } from './fixture.ts'
import { resolveMethod } from './index.ts'

const batch = batchOf([
  [1, 0, 0, 0],
  [1, 1, 0, 1],
])
function measured(key: string, of = batch): Measured {
  const outcome = measure(entryOf(key), of, 1)
  if (!isMeasured(outcome)) throw new Error(outcome.because)
  return outcome
}
const advantages = (key: string, of = batch) => [...measured(key, of).batch.advantage]

describe('a row', () => {
  it('is a method at its defaults, as a run sets it, or as a trainer sets it', () => {
    expect(entryOf('grpo').note).toBeUndefined()
    expect(entryOf('grpo@trl').params.epsilon).toBe(1e-4)
    expect(entryOf('grpo', { method: 'grpo', params: { epsilon: 0.5 } }).params.epsilon).toBe(0.5)
    expect(entryOf('grpo@trl', { method: 'grpo', params: { epsilon: 0.5 } }).params.epsilon).toBe(1e-4)
    expect(entryOf('rloo', { method: 'grpo', params: { epsilon: 0.5 } }).params.epsilon).toBe(
      entryOf('rloo').params.epsilon,
    )
  })

  it('must be a method that gives credit, and a convention that was read', () => {
    expect(() => entryOf('grpo@nobody')).toThrow('For example grpo@verl')
    expect(() => entryOf('grop')).toThrow('grpo')
    for (const key of usualRows) expect(entryOf(key).key).toBe(key)
  })

  it('says in words what the batch lacks', () => {
    const needy = everyEntry().filter(({ method }) => method.needs.length > 0)
    for (const entry of needy.slice(0, 20)) {
      const outcome = measure(entry, batch, 1)
      const words = specOf(entry.method.needs[0]!).words
      if (!isMeasured(outcome)) expect(outcome.because).toContain(words)
    }
    expect(needy.length).toBeGreaterThan(20)
  })

  it('does not read what another method wrote', () => {
    const written = { ...batch, advantage: new Float32Array(8).fill(9), credit: new Float32Array(16).fill(9) }
    expect(material(written)).toEqual(batch)
    expect(advantages('grpo', material(written))).toEqual(advantages('grpo'))
  })
})

describe('two rows', () => {
  it('that are multiples of each other rank alike, with the factor as their ratio', () => {
    const found = compare([-1, 2, -1], [-2, 4, -2])
    expect(found).toMatchObject({ sum: 0, largest: 2, ratio: 0.5, rank: 1, flips: 0, isEqual: false })
  })

  it('flip where they push in opposite directions, and rounding is no direction', () => {
    expect(compare([1, -1, 1e-9], [-1, 1, -1e-9]).flips).toBe(2)
    expect(compare([1, 2], [2, 1]).rank).toBeCloseTo(-1)
    expect(compare([0, 0], [2, 1]).rank).toBeNaN()
    expect(compare([2, 1], [0, 0]).ratio).toBeNaN()
  })

  it('are the same but for single precision', () => {
    expect(isSame([1, Number.NaN], [1 + 1e-7, Number.NaN])).toBe(true)
    expect(isSame([1], [1.001])).toBe(false)
    expect(isSame([1], [1, 2])).toBe(false)
  })

  it('of equal numbers fold into one, and GRPO’s followers fold into GRPO', () => {
    const able = everyEntry()
      .map(entry => measure(entry, batch, 1))
      .filter(isMeasured)
    const kinds = alike(able, ({ batch: made }) => made.credit)
    const names = (key: string) =>
      kinds.find(({ first, others }) => [first, ...others].some(({ entry }) => entry.key === key))
    expect(names('grpo')).toBe(names('gspo'))
    expect(names('rloo')).not.toBe(names('grpo'))
    expect(kinds.flatMap(({ first, others }) => [first, ...others]).length).toBe(able.length)
  })
})

it('what each response gets in all is the sum of its tokens', () => {
  expect(
    [
      ...perResponse(
        batch,
        Float32Array.from(batch.token, (_, t) => t),
      ),
    ].slice(0, 2),
  ).toEqual([1, 5])
})

describe('why', () => {
  const [grpo, dr, rloo] = ['grpo', 'dr-grpo', 'rloo'].map(key => measured(key)) as [Measured, Measured, Measured]
  const own = (one: Measured) => [...one.batch.advantage.slice(0, 4)]

  it('names the factor, the shift, another order or the same numbers', () => {
    expect(relation(own(grpo), own(dr))).toBe('Same order, other size: ×0.5 everywhere.')
    expect(relation(own(grpo), own(grpo))).toBe('The same numbers here.')
    expect(relation([1, 2, 3], [2, 3, 4])).toBe('Same distances, shifted by 1.')
    expect(relation([1, 2, 3], [1, 4, 9])).toBe('Same order, other distances.')
    expect(relation([1, 2, -3], [1, -4, 9])).toMatch(/^Another order: rank agreement .* 2 of 3 change their sign\.$/)
    expect(relation([1, -1], [-2, 2])).toBe('Turned round, ×2 in size.')
    expect(relation([1, -1], [0, 0])).toBe('It pushes none of these responses.')
    expect(relation([0, 0], [1, -1])).toBe('The base pushes none of these responses; it does.')
  })

  it('gives the deviation with the factor that dividing by it is', () => {
    expect(reasons(grpo, dr, 0)).toEqual(['Without std 0.5 → ×2'])
    expect(reasons(grpo, rloo, 0)).toContain('With baseline 0')
    expect(reasons(grpo, measured('grpo@open-instruct'), 0)[0]).toMatch(/^Std 0\.433 instead of 0\.5$/)
    expect(reasons(grpo, measured('grpo@trl'), 0)).toEqual(['Epsilon in denominator 0.0001'])
    expect(reasons(grpo, grpo, 0)).toEqual([])
  })

  it('warns of a group that is pushed as a whole', () => {
    expect(sumSentence('GRPO', own(grpo))).toBeUndefined()
    expect(sumSentence('Mine', [1.5, -0.35, -0.35])).toBe(
      'Mine sums to 0.8 over the group: as a whole it is pushed up.',
    )
  })
})

it('every method on this bench is one that the registry resolves', () => {
  for (const { key, method } of everyEntry()) expect(method).toBe(resolveMethod(key))
})
