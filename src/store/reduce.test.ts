import { describe, expect, it } from 'vitest'
import type { Batch } from '../core/batch.ts'
import { blankRecipe } from '../core/recipe.ts'
import type { Snapshot } from '../core/snapshot.ts'
import type { Checkpoint } from '../protocol/commands.ts'
import type { RunEvent } from '../protocol/events.ts'
import { startState } from './fixture.ts'
import { keptAtMost } from './keep-runs.ts'
import { keepSnapshot } from './keep-snapshots.ts'
import { type PageAction, reduce, reduceAll } from './reduce.ts'
import { besideRun, shownRun, soleRun } from './select/run.ts'
import { freshRun, type State } from './state.ts'

const start: State = { ...startState, ...soleRun(freshRun('a', blankRecipe, 'first')) }

const batch = (tokens: number): Batch => ({
  rollouts: 1,
  groups: 1,
  group: new Int32Array(1),
  reward: new Float32Array(1),
  tokenStart: Int32Array.of(0, tokens),
  token: new Int32Array(tokens),
})
const snapshot = (iteration: number, phase: Snapshot['phase'] = 'probe', tokens = 4): Snapshot => ({
  iteration,
  phase,
  batch: batch(tokens),
  problems: [],
  notes: [],
  explain: {},
  metrics: {},
})
const checkpoint = (iteration: number): Checkpoint => ({
  recipe: blankRecipe,
  iteration,
  parameters: new Float32Array(2),
  moment1: new Float32Array(2),
  moment2: new Float32Array(2),
  updates: iteration,
  methodState: {},
})

const opened: RunEvent = {
  type: 'opened',
  runId: 'a',
  backend: { backend: 'cpu', path: 'plain', adapter: '', software: false, notice: '' },
  iteration: 0,
  parameterCount: 12,
  notices: ['groupSize: clamped.'],
}
const iteration = (i: number, reward = i / 10, milliseconds = 100): RunEvent => ({
  type: 'iteration',
  runId: 'a',
  iteration: i,
  metrics: { reward },
  kept: [0, i],
  tensors: 7,
  milliseconds,
})
const failed = (kind: 'usage' | 'diverged' | 'fatal'): Extract<RunEvent, { type: 'failed' }> => ({
  type: 'failed',
  runId: 'a',
  where: 'x',
  message: 'm',
  cure: 'c',
  kind,
})
const shownAfter = (...script: readonly (RunEvent | PageAction)[]) => shownRun(having(...script))
const having = (...script: readonly (RunEvent | PageAction)[]) => reduceAll(start, script)

describe('a run', () => {
  it('opens paused, with its notices said once', () => {
    const state = having(opened, opened)
    expect(shownRun(state).status).toBe('paused')
    expect(state.notices.map(({ text }) => text)).toEqual(['groupSize: clamped.'])
  })

  it('grows its series and leaves the first iteration out of the speed', () => {
    expect(shownAfter(opened, iteration(1, 0, 5000)).iterationsPerSecond).toBeUndefined()
    const run = shownAfter(opened, iteration(1, 0.1, 5000), iteration(2, 0.2, 100))
    expect(run.iterationsPerSecond).toBeCloseTo(10)
    expect(run.series.map(metrics => metrics.reward)).toEqual([0.1, 0.2])
    expect(run.iteration).toBe(2)
  })

  it('ignores what a closed run still says', () => {
    const state = having(opened)
    expect(reduce(state, { ...iteration(1), runId: 'gone' })).toBe(state)
  })

  it('keeps one snapshot per iteration: the later phase', () => {
    const at = (phase: Snapshot['phase'], i: number): RunEvent => ({
      type: 'phase',
      runId: 'a',
      iteration: i,
      phase,
      snapshot: snapshot(i, phase),
    })
    const run = shownAfter(opened, at('sample', 1), at('credit', 1), at('sample', 2))
    expect(run.snapshots.map(({ iteration: i, phase }) => [i, phase])).toEqual([
      [1, 'credit'],
      [2, 'sample'],
    ])
    expect(run.phase).toBe('sample')
  })

  it('forgets what lies beyond the iteration it went back to', () => {
    const phase: RunEvent = { type: 'phase', runId: 'a', iteration: 3, phase: 'probe', snapshot: snapshot(3) }
    const back: RunEvent = { type: 'wentTo', runId: 'a', iteration: 2, kept: [0, 2] }
    const saved: RunEvent = { type: 'checkpoint', runId: 'a', checkpoint: checkpoint(3) }
    const run = shownAfter(opened, iteration(1), iteration(2), phase, iteration(3), saved, back)
    expect(run.checkpoint).toBeUndefined()
    expect(run.series).toHaveLength(2)
    expect(run.snapshots).toHaveLength(0)
    expect(run.iteration).toBe(2)
  })

  it('keeps curves and checkpoint when its worker is lost, and writes over them when it goes on', () => {
    const saved: RunEvent = { type: 'checkpoint', runId: 'a', checkpoint: checkpoint(1) }
    const lost = having(opened, iteration(1), saved, iteration(2), iteration(3), failed('fatal'))
    expect(shownRun(lost).status).toBe('failed')
    expect(shownRun(lost).losses).toBe(1)
    expect(shownRun(lost).checkpoint?.iteration).toBe(1)
    const again = reduceAll(lost, [
      { type: 'restarting', runId: 'a' },
      { ...opened, iteration: 1 },
    ])
    expect(shownRun(again).series).toHaveLength(3)
    expect(shownRun(again).iteration).toBe(1)
    const on = reduce(again, iteration(2, 0.9))
    expect(shownRun(on).series.map(metrics => metrics.reward)).toEqual([0.1, 0.9, 0.3])
    expect(shownRun(on).losses).toBe(0)
  })

  it('goes on from the newest checkpoint that is known when its worker is lost', () => {
    const saved: RunEvent = { type: 'checkpoint', runId: 'a', checkpoint: checkpoint(2) }
    const lostWith = (at: number) => shownAfter(opened, saved, { ...failed('fatal'), checkpoint: checkpoint(at) })
    expect(lostWith(1).checkpoint?.iteration).toBe(2)
    expect(lostWith(3).checkpoint?.iteration).toBe(3)
  })

  it('goes on after a refused request, and stops when it diverged', () => {
    expect(shownAfter(opened, { type: 'played', runId: 'a' }, failed('usage')).status).toBe('playing')
    expect(shownAfter(opened, { type: 'played', runId: 'a' }, failed('diverged')).status).toBe('failed')
    expect(shownAfter(failed('usage')).status).toBe('failed')
  })
})

const opening = (id: string): PageAction => ({ type: 'opening', id, recipe: blankRecipe, preset: 'first' })
const closing = (id: string): PageAction => ({ type: 'closed', runId: id })

describe('several runs', () => {
  it('each hear what is said about them, shown or not', () => {
    const state = having(opened, opening('b'), iteration(1), { ...iteration(1, 0.7), runId: 'b' })
    expect(shownRun(state)).toMatchObject({ id: 'b', series: [{ reward: 0.7 }] })
    expect(state.runs.get('a')?.series).toEqual([{ reward: 0.1 }])
  })

  it('change places on the page; the place that is looked at stays on the same task', () => {
    const chosen: PageAction = { type: 'selected', change: { group: 2, iteration: 7 } }
    const state = having(opening('b'), chosen, { type: 'shown', id: 'a' })
    expect(state).toMatchObject({ shown: 'a', selection: { group: 2, iteration: undefined } })
    expect(reduce(state, { type: 'shown', id: 'nobody' })).toBe(state)
  })

  it('keep recipe, curves, pictures and checkpoint when they are closed, and hear no more than what was under way', () => {
    const seen: RunEvent = { type: 'phase', runId: 'a', iteration: 1, phase: 'probe', snapshot: snapshot(1) }
    const saved: RunEvent = { type: 'checkpoint', runId: 'a', checkpoint: checkpoint(1) }
    const state = having(opened, seen, iteration(1), saved, opening('b'), closing('a'))
    const closed = state.runs.get('a')
    expect(closed).toMatchObject({ status: 'closed', recipe: blankRecipe, iteration: 1, series: [{ reward: 0.1 }] })
    expect(closed).toMatchObject({ snapshots: [{ iteration: 1 }], checkpoint: { iteration: 1 }, kept: [] })
    expect(reduce(state, { type: 'paused', runId: 'a', iteration: 2 }).runs.get('a')).toBe(closed)
    const late = reduceAll(state, [iteration(2), { type: 'checkpoint', runId: 'a', checkpoint: checkpoint(2) }])
    expect(late.runs.get('a')).toMatchObject({ status: 'closed', iteration: 2, checkpoint: { iteration: 2 } })
  })

  it('go on from where they were left when they are shown again', () => {
    const state = having(opened, iteration(1), opening('b'), closing('a'), { type: 'shown', id: 'a' })
    const again = reduce(state, { type: 'restarting', runId: 'a' })
    expect(shownRun(again)).toMatchObject({ id: 'a', status: 'loading', series: [{ reward: 0.1 }] })
  })

  it('part at an iteration: the fork has what lay before it, the other keeps all', () => {
    const seen = (i: number): RunEvent => ({
      type: 'phase',
      runId: 'a',
      iteration: i,
      phase: 'probe',
      snapshot: snapshot(i),
    })
    const before = having(opened, seen(1), iteration(1), seen(2), iteration(2), seen(3), iteration(3))
    const state = reduce(before, { type: 'forked', id: 'b', from: 'a', iteration: 2 })
    expect(shownRun(state)).toMatchObject({ id: 'b', iteration: 2, origin: { iteration: 2 }, status: 'loading' })
    expect(shownRun(state).series).toHaveLength(2)
    expect(shownRun(state).snapshots.map(({ iteration: i }) => i)).toEqual([1, 2])
    expect(state.runs.get('a')).toBe(before.runs.get('a'))
  })

  it('lie beside the shown one until it is they that are shown, or dropped', () => {
    const beside = having(opening('b'), { type: 'laidBeside', id: 'a' })
    expect(besideRun(beside)?.id).toBe('a')
    expect(besideRun(reduce(beside, { type: 'shown', id: 'a' }))).toBeUndefined()
    expect(besideRun(reduce(beside, { type: 'dropped', id: 'a' }))).toBeUndefined()
  })

  it('can be dropped, but not the one that is shown', () => {
    const two = having(opening('b'))
    expect([...reduce(two, { type: 'dropped', id: 'a' }).runs.keys()]).toEqual(['b'])
    expect(reduce(two, { type: 'dropped', id: 'b' })).toBe(two)
  })

  it('are forgotten when many are closed, and it is said: the oldest first, never the shown one nor the one beside', () => {
    const ids = Array.from({ length: 24 }, (_, i) => `run ${i}`)
    const state = having(
      ...ids.map(opening),
      { type: 'laidBeside', id: 'run 1' },
      closing('a'),
      ...ids.slice(0, -1).map(closing),
    )
    expect([...state.runs.keys()]).toEqual(['run 1', ...ids.slice(-1 - keptAtMost.runs)])
    expect(state.notices.at(-1)?.text).toContain('To make room')
  })
})

describe('the page', () => {
  it('remembers settings that changed on the way, and only those', () => {
    const changed: PageAction = {
      type: 'paramsChanged',
      runId: 'a',
      recipe: blankRecipe,
      params: { learningRate: 0.1 },
    }
    expect(shownAfter(opened, changed).changes).toEqual([])
    expect(shownAfter(opened, iteration(1), changed).changes).toEqual([{ iteration: 1, params: { learningRate: 0.1 } }])
  })

  it('starts a new group at its first token, and compares responses at the same token', () => {
    const at = having({ type: 'selected', change: { group: 2, rollout: 3, token: 5 } })
    expect(reduce(at, { type: 'selected', change: { rollout: 4 } }).selection).toMatchObject({ rollout: 4, token: 5 })
    expect(reduce(at, { type: 'selected', change: { group: 1 } }).selection).toMatchObject({
      rollout: undefined,
      token: 0,
    })
    expect(reduce(at, { type: 'selected', change: { group: 2 } }).selection).toMatchObject({ rollout: 3, token: 5 })
  })

  it('sums up what a run changed when it was opened', () => {
    const [first] = having({ ...opened, notices: ['a', 'b'] }).notices
    expect(first).toMatchObject({ text: '2 things were changed when the run was opened.', details: ['a', 'b'] })
  })

  it('never lets news push out a warning', () => {
    const warning: PageAction = { type: 'noticed', kind: 'warning', text: 'the method was replaced' }
    const news = [...'abcdefgh'].map((text): PageAction => ({ type: 'noticed', kind: 'info', text }))
    expect(having(warning, ...news).notices.map(({ text }) => text)).toEqual([
      'the method was replaced',
      ...['e', 'f', 'g', 'h'],
    ])
  })

  it('says a sentence once and forgets the oldest of many', () => {
    const say = (text: string): PageAction => ({ type: 'noticed', kind: 'info', text })
    const state = having(...['a', 'b', 'b', 'c', 'd', 'e', 'f'].map(say))
    expect(state.notices.map(({ text }) => text)).toEqual(['b', 'c', 'd', 'e', 'f'])
    expect(new Set(state.notices.map(({ id }) => id)).size).toBe(5)
  })
})

describe('kept snapshots', () => {
  it('stay in order whatever order they come in', () => {
    const kept = [5, 2, 9, 2].reduce<Snapshot[]>((all, i) => keepSnapshot(all, snapshot(i)), [])
    expect(kept.map(({ iteration: i }) => i)).toEqual([2, 5, 9])
  })

  it('thin out evenly over the budget, keeping the first and the newest', () => {
    const many = Array.from({ length: 200 }, (_, i) => snapshot(i + 1, 'probe', 20_000))
    const kept = many.reduce<Snapshot[]>(keepSnapshot, []).map(({ iteration: i }) => i)
    expect(kept).toHaveLength(50)
    expect(kept[0]).toBe(1)
    expect(kept.slice(-16)).toEqual(Array.from({ length: 16 }, (_, i) => 185 + i))
    const gaps = kept.slice(1, -16).map((i, at) => i - kept[at]!)
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(8)
  })
})
