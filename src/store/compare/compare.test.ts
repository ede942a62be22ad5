import { describe, expect, it } from 'vitest'
import type { Metrics } from '../../core/metrics.ts'
import { presets } from '../../core/presets.ts'
import { blankRecipe } from '../../core/recipe.ts'
import type { Job } from '../../protocol/experiment.ts'
import type { Trial } from '../experiment.ts'
import { paramsOf } from '../recipe-edits.ts'
import { compareHash, readComparison, writeCompareAddress, writeComparison } from './address.ts'
import { createComparing, programsOf, withoutProgram } from './comparing.ts'
import {
  armsOf,
  type Comparison,
  changesOf,
  comparisonOf,
  jobsOf,
  keptIterations,
  most,
  namesOf,
  recipeOf,
  withArm,
} from './comparison.ts'
import { type ArmTrials, endFigure, findingOf, lineOf, seedsToAgree } from './figures.ts'

const start = comparisonOf(blankRecipe, presets[0].id)
const read = (query: string, from: Comparison = start) => readComparison(query, from)

describe('a comparison', () => {
  it('trains every arm with every seed, a whole pair before the next seed', () => {
    const { comparison } = read('with=groupSize:4&seeds=1-3')
    const jobs = jobsOf(comparison, 'wasm')
    expect(jobs.map(({ recipe }) => [recipe.seed, paramsOf(recipe).groupSize])).toEqual([
      ['1', 8],
      ['1', 4],
      ['2', 8],
      ['2', 4],
      ['3', 8],
      ['3', 4],
    ])
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(6)
  })

  it('names what changed, and tells runs of one method apart', () => {
    const { comparison } = read('with=method:dr-grpo;groupSize:16;learningRate:0.001@20')
    expect(namesOf(comparison)).toEqual(['GRPO', 'Dr. GRPO', 'group size G 16', 'learning rate 0.001 from 20'])
    expect(armsOf(comparison).map(arm => changesOf(comparison, arm))).toEqual([
      [],
      ['Dr. GRPO'],
      ['group size G 8 → 16'],
      ['learning rate 0.0003 → 0.001', 'from iteration 20'],
    ])
  })

  it('takes a run only once, and only so many', () => {
    const arm = { change: { params: { groupSize: 4 } }, from: 0 }
    const once = withArm(start, arm)
    expect(withArm(once, arm)).toBe(once)
    expect(withArm(start, { change: {}, from: 0 })).toBe(start)
    const full = [2, 3, 4, 5, 6, 7, 9].reduce(
      (now, groupSize) => withArm(now, { change: { params: { groupSize } }, from: 0 }),
      start,
    )
    expect(full.others).toHaveLength(most.others)
  })

  it('leaves a fork its trunk: the base with the same seed', () => {
    const { comparison } = read('with=learningRate:0.001@20&seeds=7')
    const fork = jobsOf(comparison, 'wasm')[1]
    expect(fork?.trunk).toEqual({ recipe: recipeOf(comparison, { change: {}, from: 0 }, '7'), iterations: 20 })
    expect(fork?.keep).toContain(20)
  })

  it('keeps the first and the last iteration whatever the size, and more while there is room', () => {
    const large = { ...start, base: { ...blankRecipe, policy: 'gpt-4x128', params: { iterations: 100 } } }
    expect(keptIterations(large).at(0)).toBe(1)
    expect(keptIterations(large).at(-1)).toBe(100)
    expect(keptIterations(start).length).toBeGreaterThan(keptIterations(large).length)
  })

  it('is not trained before it is asked for; then what is added is trained too, until it is cancelled', () => {
    const wanted: number[] = []
    const runner = {
      api: {} as never,
      want: (jobs: readonly unknown[]) => void wanted.push(jobs.length),
      cancel: () => {},
      remember: () => {},
    }
    const comparing = createComparing({ comparison: start, backend: 'auto' }, runner)
    comparing.change(read('with=groupSize:4').comparison)
    expect(wanted).toEqual([])
    comparing.run()
    comparing.change(read('with=groupSize:4;groupSize:5').comparison)
    comparing.cancel()
    comparing.change(start)
    expect(wanted).toEqual([10, 15])
  })
})

describe('a comparison with a program', () => {
  const own = 'export const advantage = ({ rewards }) => rewards'
  const change = { method: 'own', own }

  it('is not trained before somebody has said yes to it, and then is what was asked for', () => {
    const wanted: Job[][] = []
    const runner = {
      api: {} as never,
      want: (jobs: readonly Job[]) => void wanted.push([...jobs]),
      cancel: () => {},
      remember: () => {},
    }
    const allowed = new Set<string>()
    const comparing = createComparing({ comparison: start, backend: 'auto' }, runner, program => allowed.has(program))
    comparing.change(withArm(start, { change, from: 0 }))
    comparing.run()
    comparing.change(withArm(comparing.api.getState().comparison, { change: { params: { groupSize: 4 } }, from: 0 }))
    comparing.resume()
    expect(wanted).toEqual([])
    allowed.add(own)
    comparing.resume()
    expect(wanted).toHaveLength(1)
    expect(wanted[0]?.filter(({ recipe }) => recipe.own === own)).toHaveLength(start.seeds.length)
  })

  it('stands in its address, and may be left', () => {
    const comparison = withArm(withArm(start, { change, from: 0 }), { change: { params: { groupSize: 4 } }, from: 0 })
    const query = writeComparison(comparison)
    expect(read(query)).toEqual({ comparison, notices: [] })
    expect(namesOf(comparison)).toEqual(['GRPO', 'Your estimator', 'group size G 4'])
    expect(programsOf(comparison)).toEqual([own])
    expect(programsOf(withoutProgram(comparison, own, 'grpo'))).toEqual([])
    const ofOwn = {
      ...comparison,
      base: { ...start.base, ...change },
      others: [{ change: { method: 'grpo' }, from: 0 }],
    }
    expect(programsOf(ofOwn)).toEqual([own])
    expect(read(writeComparison(ofOwn), ofOwn)).toEqual({ comparison: ofOwn, notices: [] })
    expect(withoutProgram(ofOwn, own, 'grpo').base).toEqual(start.base)
  })
})

describe('its address', () => {
  it('makes every comparison again: base, runs, forks, seeds', () => {
    const queries = [
      'with=method:dr-grpo;groupSize:16&seeds=1-5',
      'with=method:dapo,groupSize:4@30;base:random&seeds=a,b',
      'with=slot.reward:kl-in-reward&seeds=3',
      'seeds=1-20',
    ]
    for (const query of queries) {
      const { comparison, notices } = read(query)
      expect([query, notices]).toEqual([query, []])
      expect(writeComparison(comparison)).toBe(query)
      expect(read(writeComparison(comparison)).comparison).toEqual(comparison)
    }
    for (const { id, recipe, compareWith } of presets) {
      if (!compareWith) continue
      const base = comparisonOf(recipe, id)
      const query = compareHash(compareWith, base.base).split('?')[1] ?? ''
      const { comparison, notices } = read(query, base)
      expect([id, notices, comparison.others.length]).toEqual([id, [], 1])
      expect(writeCompareAddress(comparison, 'it/1/group/1')).toContain(`?preset=${id}`)
    }
  })

  it('is bounded, and says what it leaves out', () => {
    const many = Array.from({ length: 30 }, (_, i) => `groupSize:${i + 9}`).join(';')
    const wide = read(`with=${many}&seeds=1-900000`)
    expect(wide.comparison.others).toHaveLength(most.others)
    expect(wide.comparison.seeds).toHaveLength(most.seeds)
    expect(wide.notices.length).toBeGreaterThan(1)
    for (const query of [
      'with=method:nope',
      'with=groupSize:4@9999',
      'with=@',
      'with=constructor:1',
      'seeds=,',
      'with=groupSize:8',
    ]) {
      const { comparison, notices } = read(query)
      expect([query, notices.length > 0]).toEqual([query, true])
      expect(comparison.others.length).toBe(0)
    }
  })
})

const trialOf = (rewards: readonly number[], more: Partial<Trial> = {}): Trial => ({
  job: { id: '', recipe: { ...blankRecipe, params: { iterations: rewards.length } }, keep: [], backend: 'wasm' },
  status: 'ended',
  start: { reward: 0 },
  metrics: rewards.map((reward): Metrics => ({ reward })),
  milliseconds: rewards.map((_, i) => 1000 * (i + 1)),
  kept: [],
  failure: undefined,
  ...more,
})
const armOf = (name: string, ...ends: readonly (number | Trial | undefined)[]): ArmTrials => ({
  name,
  trials: ends.map((end, i) => ({
    seed: String(i + 1),
    trial: typeof end === 'number' ? trialOf(Array.from({ length: 12 }, () => end)) : end,
  })),
})

describe('lines over seeds', () => {
  const bandOf = (arm: ArmTrials) => lineOf(arm, 'reward', 1, 'iteration').middle.at(-1)

  it('are medians, with a band from three seeds on', () => {
    expect(bandOf(armOf('a', 1, 5))).toEqual({ x: 12, iteration: 12, value: 3 })
    expect(bandOf(armOf('a', 1, 5, 2))).toEqual({ x: 12, iteration: 12, value: 2, low: 1, high: 5 })
  })

  it('are of the seeds that have finished, and of those under way only where none has', () => {
    const running = trialOf([9, 9], { status: 'running' })
    const some = lineOf(armOf('a', 1, 5, running), 'reward', 1, 'iteration')
    expect([some.count, some.middle.at(-1)?.value, some.seeds.length]).toEqual([2, 3, 3])
    expect(lineOf(armOf('a', running, undefined), 'reward', 1, 'iteration')).toMatchObject({ count: 1 })
  })

  it('begin at the start and end where the most seeds are, so that they do not jump', () => {
    const [short, long] = [trialOf([9, 9], { status: 'running' }), trialOf([1, 1, 1, 1], { status: 'running' })]
    const { middle } = lineOf(armOf('a', short, long), 'reward', 1, 'iteration')
    expect(middle.map(({ iteration }) => iteration)).toEqual([0, 1, 2])
  })

  it('can be aligned by what was sampled, or by time', () => {
    const arm = armOf('a', 1)
    expect(lineOf(arm, 'reward', 1, 'rollouts').middle.at(-1)?.x).toBe(12 * 64)
    expect(lineOf(arm, 'reward', 1, 'seconds').middle.at(-1)?.x).toBe(12)
  })

  it('are means of the last iterations where that is asked', () => {
    const { middle } = lineOf(
      { name: 'a', trials: [{ seed: '1', trial: trialOf([1, 3, 5]) }] },
      'reward',
      2,
      'iteration',
    )
    expect(middle.map(({ value }) => value)).toEqual([0, 1, 2, 4])
  })

  it('have figures at their ends: the median and the ends of the last ten iterations', () => {
    expect(endFigure(armOf('a', 1, 2, 6), 'reward')).toEqual({ middle: 2, low: 1, high: 6 })
    expect(endFigure(armOf('a', undefined), 'reward')).toBeUndefined()
  })
})

describe('what may be said of a difference', () => {
  it('is a matter of how many seeds agree: five of five, seven of eight, nine of ten', () => {
    expect([1, 4, 5, 6, 7, 8, 9, 10, 20].map(seedsToAgree)).toEqual([undefined, undefined, 5, 6, 7, 7, 8, 9, 15])
  })

  it('is said when so many agree, seed by seed, however wide the seeds lie apart', () => {
    const [base, other] = [armOf('b', 1, 2, 3, 4, 5), armOf('o', 0.9, 1.9, 2.9, 3.9, 4.9)]
    expect(findingOf(base, other, 'reward')).toMatchObject({ seeds: 5, lower: 5, says: 'lower', base: 3 })
    expect(findingOf(other, base, 'reward')).toMatchObject({ higher: 5, says: 'higher' })
  })

  it('is nothing with too few seeds, with seeds that disagree, and where nothing differs', () => {
    expect(findingOf(armOf('b', 1, 1, 1, 1), armOf('o', 2, 2, 2, 2), 'reward')).toMatchObject({ says: undefined })
    expect(findingOf(armOf('b', 1, 1, 1, 1, 1), armOf('o', 2, 2, 2, 2, 0), 'reward')).toMatchObject({ says: undefined })
    const same = findingOf(armOf('b', 1, 1, 1, 1, 1), armOf('o', 1, 1, 1, 1, 1), 'reward')
    expect(same).toMatchObject({ higher: 0, lower: 0, says: undefined })
  })

  it('counts only seeds that both have finished', () => {
    const broken = trialOf([1, 1, 1], { failure: 'diverged' })
    const running = trialOf([9, 9], { status: 'running' })
    expect(findingOf(armOf('b', 1, 1, 1), armOf('o', 2, broken, running), 'reward')).toMatchObject({ seeds: 1 })
    expect(findingOf(armOf('b', running), armOf('o', 2), 'reward')).toBeUndefined()
  })
})
