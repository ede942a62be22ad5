import { describe, expect, it } from 'vitest'
import type { Batch } from '../core/batch.ts'
import { blankRecipe } from '../core/recipe.ts'
import type { Snapshot } from '../core/snapshot.ts'
import type { Checkpoint } from '../protocol/commands.ts'
import type { RunEvent } from '../protocol/events.ts'
import { startState } from './fixture.ts'
import { keepSnapshot } from './keep-snapshots.ts'
import { type PageAction, reduce, reduceAll } from './reduce.ts'
import { freshRun, type State } from './state.ts'

const start: State = { ...startState, run: freshRun('a', blankRecipe), preset: 'first' }

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
const having = (...script: readonly (RunEvent | PageAction)[]) => reduceAll(start, script)

describe('a run', () => {
  it('opens paused, with its notices said once', () => {
    const state = having(opened, opened)
    expect(state.run.status).toBe('paused')
    expect(state.notices.map(({ text }) => text)).toEqual(['groupSize: clamped.'])
  })

  it('grows its series and leaves the first iteration out of the speed', () => {
    expect(having(opened, iteration(1, 0, 5000)).run.iterationsPerSecond).toBeUndefined()
    const { run } = having(opened, iteration(1, 0.1, 5000), iteration(2, 0.2, 100))
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
    const { run } = having(opened, at('sample', 1), at('credit', 1), at('sample', 2))
    expect(run.snapshots.map(({ iteration: i, phase }) => [i, phase])).toEqual([
      [1, 'credit'],
      [2, 'sample'],
    ])
    expect(run.phase).toBe('sample')
  })

  it('forgets what lies beyond the iteration it went back to', () => {
    const phase: RunEvent = { type: 'phase', runId: 'a', iteration: 3, phase: 'probe', snapshot: snapshot(3) }
    const back: RunEvent = { type: 'wentTo', runId: 'a', iteration: 2, kept: [0, 2] }
    const { run } = having(opened, iteration(1), iteration(2), phase, iteration(3), back)
    expect(run.series).toHaveLength(2)
    expect(run.snapshots).toHaveLength(0)
    expect(run.iteration).toBe(2)
  })

  it('keeps curves and checkpoint when its worker is lost, and writes over them when it goes on', () => {
    const saved: RunEvent = { type: 'checkpoint', runId: 'a', requestId: undefined, checkpoint: checkpoint(1) }
    const lost = having(opened, iteration(1), saved, iteration(2), iteration(3), failed('fatal'))
    expect(lost.run.status).toBe('failed')
    expect(lost.run.losses).toBe(1)
    expect(lost.run.checkpoint?.iteration).toBe(1)
    const again = reduceAll(lost, [{ type: 'restarting' }, { ...opened, iteration: 1 }])
    expect(again.run.series).toHaveLength(3)
    expect(again.run.iteration).toBe(1)
    const on = reduce(again, iteration(2, 0.9))
    expect(on.run.series.map(metrics => metrics.reward)).toEqual([0.1, 0.9, 0.3])
    expect(on.run.losses).toBe(0)
  })

  it('goes on from the newest checkpoint that is known when its worker is lost', () => {
    const saved: RunEvent = { type: 'checkpoint', runId: 'a', requestId: undefined, checkpoint: checkpoint(2) }
    const lostWith = (at: number) => having(opened, saved, { ...failed('fatal'), checkpoint: checkpoint(at) }).run
    expect(lostWith(1).checkpoint?.iteration).toBe(2)
    expect(lostWith(3).checkpoint?.iteration).toBe(3)
  })

  it('goes on after a refused request, and stops when it diverged', () => {
    expect(having(opened, { type: 'played' }, failed('usage')).run.status).toBe('playing')
    expect(having(opened, { type: 'played' }, failed('diverged')).run.status).toBe('failed')
    expect(having(failed('usage')).run.status).toBe('failed')
  })
})

describe('the page', () => {
  it('keeps the curves of the run that a new one replaces, unless it was a short try', () => {
    const opening: PageAction = { type: 'opening', runId: 'b', recipe: blankRecipe, preset: 'first' }
    expect(having(opened, iteration(1), opening).past).toBeUndefined()
    const state = having(opened, iteration(1), iteration(2), iteration(3), opening)
    expect(state.past?.series).toHaveLength(3)
    expect(state.run).toMatchObject({ id: 'b', status: 'loading', series: [] })
  })

  it('remembers settings that changed on the way, and only those', () => {
    const changed: PageAction = { type: 'paramsChanged', recipe: blankRecipe, params: { learningRate: 0.1 } }
    expect(having(opened, changed).run.changes).toEqual([])
    expect(having(opened, iteration(1), changed).run.changes).toEqual([{ iteration: 1, params: { learningRate: 0.1 } }])
  })

  it('starts a new group at its first token, and compares responses at the same token', () => {
    const at = having({ type: 'selected', change: { group: 2, rollout: 3, token: 5 } })
    expect(reduce(at, { type: 'selected', change: { rollout: 4 } }).selection).toMatchObject({ rollout: 4, token: 5 })
    expect(reduce(at, { type: 'selected', change: { group: 1 } }).selection).toMatchObject({ rollout: 0, token: 0 })
    expect(reduce(at, { type: 'selected', change: { group: 2 } }).selection).toMatchObject({ rollout: 3, token: 5 })
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
