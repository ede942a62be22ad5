import { describe, expect, it } from 'vitest'
import type { Batch } from '../core/batch.ts'
import type { Log, LogBatch } from '../core/log.ts'
import { blankRecipe } from '../core/recipe.ts'
import { beginning, conduct, type Happening } from './conduct.ts'
import { startState } from './fixture.ts'
import { logRun, openAsRun, snapshotOfLog } from './log-run.ts'
import { reduceAll } from './reduce.ts'
import { runName } from './select/run-name.ts'
import { freshRun } from './state.ts'
import { storedOf } from './stored-session.ts'
import { readAddress, writeQuery } from './url.ts'

/** Two groups of two, two tokens each. */
const batch: Batch = {
  rollouts: 4,
  groups: 2,
  group: Int32Array.of(0, 0, 1, 1),
  reward: Float32Array.of(1, 0, 1, 1),
  tokenStart: Int32Array.of(0, 2, 4, 6, 8),
  token: Int32Array.of(5, 6, 5, 7, 5, 6, 5, 6),
}
const logged = (more: Partial<Batch> = {}, iteration?: number): LogBatch => ({
  iteration,
  batch: { ...batch, ...more },
  rollouts: [0, 0, 1, 1].map((g, order) => ({
    source: { file: 'a.jsonl', row: order + 1 },
    order,
    group: `g${g}`,
    ...(g === 0 && { prompt: 'What is 1 + 1?' }),
    extra: {},
  })),
  groupNames: ['g0', 'g1'],
  grouping: { by: 'recorded', words: '2 groups as recorded' },
})
const log = (...batches: readonly LogBatch[]): Log => ({
  name: 'a.jsonl',
  format: 'trl',
  title: 'TRL',
  framework: 'trl',
  batches,
  vocabulary: new Map([[7, 'seven']]),
  fields: {},
  notices: [],
  problems: [],
})
const advantage = Float32Array.of(1, -1, 0, Number.NaN)

describe('an iteration of a log', () => {
  it('stands after the last phase that left a column', () => {
    const phaseOf = (more: Partial<Batch>) => snapshotOfLog(logged(more), 1).phase
    expect([phaseOf({}), phaseOf({ advantage }), phaseOf({ advantage, logp: new Float32Array(8) })]).toEqual([
      'reward',
      'credit',
      'update',
    ])
  })

  it('gives the advantage of a rollout to every token of the policy, and to none where it is not known', () => {
    const mask = Float32Array.of(1, 1, 1, 0, 1, 1, 1, 1)
    const { credit } = snapshotOfLog(logged({ advantage, mask }), 1).batch
    expect([...(credit ?? [])]).toEqual([1, 1, -1, 0, 0, 0, 0, 0])
  })

  it('keeps the credit that was logged', () => {
    const credit = Float32Array.from({ length: 8 }, (_, t) => t)
    expect(snapshotOfLog(logged({ advantage, credit }), 1).batch.credit).toBe(credit)
  })

  it('has the prompt as its problem, else the name of the group', () => {
    expect(snapshotOfLog(logged(), 1).problems.map(({ text }) => text)).toEqual(['What is 1 + 1?', 'g1'])
  })

  it('is measured by what it has: no length without tokens, groups of equal rewards without credit', () => {
    const { metrics } = snapshotOfLog(logged(), 1)
    expect(metrics).toMatchObject({ reward: 0.75, length: 2, noSignal: 0.5, rolloutsSampled: 4 })
    const empty = { token: new Int32Array(0), tokenStart: new Int32Array(5) }
    expect(snapshotOfLog(logged({ ...empty, advantage }), 1).metrics).not.toHaveProperty('length')
    expect(snapshotOfLog(logged({ ...empty, advantage }), 1).metrics.noSignal).toBe(0.5)
  })
})

describe('a log as a run', () => {
  const run = logRun('log', log(logged({}, 40), logged({}, 80)), [
    snapshotOfLog(logged(), 1),
    snapshotOfLog(logged(), 2),
  ])
  const trained = { ...freshRun('none', blankRecipe), status: 'paused' as const, iteration: 3 }
  const before = { ...startState, runs: new Map([['none', trained]]) }
  const page = reduceAll(before, [{ type: 'logAdded', run }])

  it('has all its iterations, counted from 1, and knows their numbers and words', async () => {
    const opened = await openAsRun(log(logged({}, 40), logged({}, 80)))
    expect(opened.snapshots.map(({ iteration }) => iteration)).toEqual([1, 2])
    expect(opened.log).toMatchObject({ name: 'a.jsonl', format: 'TRL', numbers: [40, 80] })
    expect(opened.log?.vocabulary[7]).toBe('seven')
  })

  it('is shown under its own name, beside the run before', () => {
    expect(page.shown).toBe('log')
    expect([...page.runs.keys()]).toEqual(['none', 'log'])
    expect(runName(run)).toBe('a.jsonl')
  })

  it('is never sent to the worker, which lets go of the run before', () => {
    const all: readonly Happening[] = [
      { type: 'open', play: true },
      { type: 'asked', command: { type: 'play', runId: 'log', speed: 'max' } },
      { type: 'asked', command: { type: 'goTo', runId: 'log', iteration: 1 } },
      { type: 'fork', iteration: 1 },
      { type: 'replay' },
      { type: 'restart', because: 'x' },
      { type: 'hide', hidden: true },
      { type: 'hide', hidden: false },
      { type: 'silent', seconds: 9 },
    ]
    let now = { ...beginning, stage: { at: 'rest' } as const, opened: 'none' } as typeof beginning
    const told = all.flatMap(happened => {
      const [next, effects] = conduct(now, happened, page)
      now = next
      return effects
    })
    expect(told).toEqual([
      { do: 'send', command: { type: 'checkpoint', runId: 'none' } },
      { do: 'send', command: { type: 'close', runId: 'none' } },
    ])
  })

  it('stays whole when another run is shown, whatever is said of it', () => {
    const later = reduceAll(page, [
      { type: 'shown', id: 'none' },
      { type: 'closed', runId: 'log' },
      { type: 'restarting', runId: 'log' },
      { type: 'played', runId: 'log' },
    ])
    expect(later.runs.get('log')).toBe(run)
  })

  it('is neither stored nor told by the address, which says only that it was of a log', () => {
    expect(storedOf(run)).toBeUndefined()
    const read = (query: string) => readAddress(query, '', { tabs: ['groups'], pages: [] })
    expect(read(writeQuery(page))).toMatchObject({ given: false, ofLog: true, notices: [] })
    expect(read(writeQuery(before))).toMatchObject({ ofLog: false })
  })

  it('is renewed in its place when it is read again: what is looked at stays, also where it was the newest', () => {
    const longer = logRun(
      'log',
      log(logged(), logged(), logged()),
      [1, 2, 3].map(k => snapshotOfLog(logged(), k)),
    )
    const later = reduceAll(page, [{ type: 'logReread', run: longer }])
    expect(later.runs.get('log')?.iteration).toBe(3)
    expect(later.selection.iteration).toBe(2)
    const named = reduceAll(page, [
      { type: 'renamed', runId: 'log', name: 'mine' },
      { type: 'shown', id: 'none' },
      { type: 'logReread', run: longer },
    ])
    expect([named.shown, named.runs.get('log')?.name, named.runs.get('log')?.iteration]).toEqual(['none', 'mine', 3])
    expect(reduceAll(before, [{ type: 'logReread', run: longer }])).toBe(before)
  })
})
