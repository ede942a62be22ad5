import { describe, expect, it } from 'vitest'
import type { Batch } from '../../../core/batch.ts'
import { awkward } from '../../fixtures/snapshots.ts'
import { arrange, histogram, inBin } from './arrange.ts'
import { hasSignal, summariesOf } from './health.ts'

const { snapshot, params } = awkward()
const summaries = summariesOf(snapshot, params)
const flagsOf = (group: number) => summaries[group]!.flags.map(({ id }) => id)

describe('health of a group', () => {
  it('flags equal rewards, and says whether all were right or all were wrong', () => {
    expect(flagsOf(0)).toEqual(['no-signal', 'all-correct'])
    expect(flagsOf(3)).toEqual(['no-signal', 'all-truncated', 'all-wrong'])
    expect(hasSignal(summaries[0]!)).toBe(false)
  })

  it('flags a near tie whose advantages are many times its reward gap', () => {
    expect(flagsOf(1)).toEqual(['near-tie'])
    expect(summaries[1]!.flags[0]!.note).toContain('A reward gap of 0.010 became an advantage of 1.50')
  })

  it('flags a group of one, without calling it solved', () => {
    expect(flagsOf(2)).toEqual(['alone', 'no-signal'])
  })

  it('flags responses that nobody could score, and leaves them out of the statistics', () => {
    expect(flagsOf(4)).toEqual(['unscored'])
    expect(summaries[4]!.rewards).toEqual([0, 1, 0.25])
    expect(summaries[4]!.mean).toBeCloseTo(1.25 / 3, 6)
  })

  it('calls a group silent when it has no credit, not when its rewards are equal', () => {
    const { batch } = snapshot
    const flags = (change: Partial<Batch>) =>
      summariesOf({ ...snapshot, batch: { ...batch, ...change } }, params).map(({ flags }) => flags.map(({ id }) => id))
    const none = new Float32Array(batch.token.length)
    for (const found of flags({ credit: none })) expect(found).toContain('no-signal')
    for (const found of flags({ credit: none.map(() => 1) })) expect(found).not.toContain('no-signal')
  })

  it('says nothing of signals before the credit phase, nor of scores before the reward phase', () => {
    const { advantage, credit, ...batch } = snapshot.batch
    const reward = batch.reward.map(() => Number.NaN)
    const drawn = summariesOf({ ...snapshot, phase: 'sample', batch: { ...batch, reward }, explain: {} }, params)
    const found = drawn.flatMap(({ flags }) => flags.map(({ id }) => id))
    expect(found).not.toContain('unscored')
    expect(found).not.toContain('no-signal')
    expect(drawn.every(hasSignal)).toBe(true)
  })

  it('takes no large advantage for a near tie when advantages are as far apart as the rewards', () => {
    const advantage = snapshot.batch.reward.map(reward => 5 + reward)
    const { flags } = summariesOf({ ...snapshot, batch: { ...snapshot.batch, advantage } }, params)[1]!
    expect(flags).toEqual([])
  })

  it('calls all groups dropped where none was kept', () => {
    const metrics = { rounds: 2, groupsSampled: 12, groupsDropped: 12 }
    for (const { flags } of summariesOf({ ...snapshot, metrics }, params)) {
      expect(flags.map(({ id }) => id)).toContain('dropped')
      expect(flags.map(({ id }) => id)).not.toContain('no-signal')
    }
  })

  it('finds nothing in an ordinary group', () => {
    expect(flagsOf(5)).toEqual([])
  })
})

describe('arranging groups', () => {
  const none = { onlySignal: false, bin: undefined }
  const order = (...args: Parameters<typeof arrange>) => arrange(...args).map(({ group }) => group)

  it('keeps problem order, or puts the widest spread, the hardest or the largest advantage first', () => {
    expect(order(summaries, 'problem', none)).toEqual([0, 1, 2, 3, 4, 5])
    expect(order(summaries, 'spread', none).slice(0, 2)).toEqual([4, 5])
    expect(order(summaries, 'hardest', none)[0]).toBe(3)
    expect(order(summaries, 'advantage', none)[0]).toBe(1)
  })

  it('filters by signal and by reward', () => {
    expect(order(summaries, 'problem', { ...none, onlySignal: true })).toEqual([1, 4, 5])
    const top = histogram(summaries).at(-1)!
    expect(order(summaries, 'problem', { ...none, bin: top })).toEqual([0, 2, 4])
  })

  it('bins every scored reward exactly once', () => {
    const bins = histogram(summaries)
    const rewards = summaries.flatMap(summary => summary.rewards)
    expect(bins.reduce((total, bin) => total + bin.count, 0)).toBe(rewards.length)
    for (const reward of rewards) expect(bins.filter(bin => inBin(bin, reward))).toHaveLength(1)
  })

  it('makes two bins of binary rewards, and one of a constant', () => {
    const binary = summaries.filter(({ group }) => group === 0 || group === 3)
    expect(histogram(binary).map(bin => bin.count)).toEqual([4, 4])
    expect(histogram([summaries[0]!])).toEqual([{ from: 1, to: 1, last: true, count: 4 }])
    expect(histogram([])).toEqual([])
  })
})
