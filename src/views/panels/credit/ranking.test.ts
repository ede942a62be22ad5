import { describe, expect, it } from 'vitest'
import { specOf } from '../../../core/columns.ts'
import { estimates } from '../../../core/method.ts'
import { methods, resolveMethod } from '../../../methods/index.ts'
import { ordinary } from '../../fixtures/snapshots.ts'
import { contenders, isToldTheTruth, type Ranked, rankable, ranked, rate } from './ranking.ts'

const { batch } = ordinary().snapshot
const all = contenders()
const withId = (id: string) => all.find(({ ids }) => ids.includes(id))!

describe('contenders', () => {
  it('name every method once', () => {
    expect(all.flatMap(({ ids }) => ids).sort()).toEqual(
      [...methods.values()]
        .filter(estimates)
        .map(({ id }) => id)
        .sort(),
    )
  })

  it('keep together what differs only after the credit, under the method that invented it', () => {
    expect(withId('gspo')).toBe(withId('grpo'))
    expect(withId('gspo').ids[0]).toBe('grpo')
    expect(withId('rloo')).not.toBe(withId('grpo'))
  })
})

describe('the agreement of one method', () => {
  it('is that of its credit with the exact advantage', () => {
    const rating = rate(withId('grpo'), batch, 1)
    if (!('agreement' in rating)) throw new Error(rating.because)
    expect(rating.agreement.correlation).toBeGreaterThan(0.1)
    expect(rating.agreement.correlation).toBeLessThan(1)
    expect(rating.agreement.signs).toBeGreaterThan(0.5)
  })

  it('is perfect for the truth itself, and opposite for its opposite', () => {
    const truth = (sign: number) => {
      const exactAdvantage = batch.credit!.map(value => sign * value)
      return rate(withId('grpo'), { ...batch, exactAdvantage }, 1)
    }
    expect(truth(1)).toMatchObject({ agreement: { correlation: expect.closeTo(1, 5), signs: 1 } })
    expect(truth(-1)).toMatchObject({ agreement: { correlation: expect.closeTo(-1, 5), signs: 0 } })
  })

  it('is not given where a need is missing, and the reason is', () => {
    const critic = all.find(({ ids }) => resolveMethod(ids[0]).needs.includes('oldValue'))!
    expect(rate(critic, batch, 1)).toEqual({
      ids: critic.ids,
      because: expect.stringContaining(specOf('oldValue').words),
    })
  })
})

describe('the ranking', () => {
  const row = (id: string, correlation: number): Ranked => ({
    ids: [id],
    agreement: { correlation, signs: 0.5, tokens: 9 },
  })

  it('has the best first, and constant credit last', () => {
    const rows = ranked([row('constant', Number.NaN), row('b', -0.5), row('z', 0.9), row('a', 0.9)])
    expect(rows.map(({ ids }) => ids[0])).toEqual(['a', 'z', 'b', 'constant'])
  })

  it('rates every registered method, or says why not', () => {
    const ratings = all.map(contender => rate(contender, batch, 1))
    expect(ranked(ratings).length).toBeGreaterThan(5)
    for (const rating of ratings) if ('because' in rating) expect(rating.because).toMatch(/^needs /)
  })
})

it('names the groups in which a token decides something: without one there is nothing to rank', () => {
  const groups = rankable(batch)
  expect(groups.length).toBeGreaterThan(0)
  const silent = { ...batch, exactAdvantage: new Float32Array(batch.token.length) }
  expect(rankable(silent)).toEqual([])
})

it('marks the methods that are told what only a small task can compute', () => {
  expect(isToldTheTruth('grpo')).toBe(false)
  const told = [...methods.keys()].filter(isToldTheTruth)
  expect(told.length).toBeGreaterThan(0)
  expect(told.length).toBeLessThan(methods.size / 4)
})
