import { beforeAll, describe, expect, it } from 'vitest'
import { blankRecipe, type Recipe } from '../core/recipe.ts'
import { checkRecipe } from '../core/recipe-check.ts'
import type { Snapshot } from '../core/snapshot.ts'
import { openRecipe } from '../engine/opening/open.ts'
import { createPlayer } from '../engine/session/player.ts'
import { snapshotOf } from '../engine/session/snapshot.ts'
import { tasks } from '../tasks/index.ts'
import { lookups } from './recipe-edits.ts'
import { freshRun, type RunState } from './state.ts'
import { columnsOf, readSession, type Stored, seriesOf, storedOf } from './stored-session.ts'

/** A run of one iteration as it would be stored after each phase. */
async function storedAfterEachPhase(partial: Partial<Recipe>): Promise<Stored[]> {
  const { recipe } = checkRecipe({ ...blankRecipe, base: 'random', ...partial, params: small }, lookups, blankRecipe)
  const { run, dispose } = await openRecipe({ recipe, backend: 'wasm', path: 'fused' })
  run.watched = true
  const player = await createPlayer(run)
  const snapshots: Snapshot[] = []
  for (let frame = await player.advance(); frame; frame = await player.advance()) snapshots.push(snapshotOf(frame))
  const checkpoint = await player.checkpoint()
  dispose()
  const ended: RunState = { ...freshRun('a', recipe), checkpoint, series: [{ reward: 1, kl: 0.5 }] }
  return snapshots.flatMap(snapshot => storedOf({ ...ended, snapshots: [snapshot] }) ?? [])
}
const small = { iterations: 1, problems: 2, groupSize: 4, probeProblems: 1, probeSamples: 2 }

describe('what the engine hands out', () => {
  const worlds: Partial<Recipe>[] = [
    ...[...tasks.values()].map(({ id, rows }) => ({ task: id, policy: rows ? 'tabular' : 'gpt-1x16' })),
    { policy: 'gpt-1x16', method: 'ppo' },
    { task: 'bandit', policy: 'tabular', method: 'ppo' },
    { task: 'bandit', policy: 'tabular', method: 'own', own: 'export const advantage = ({ rewards }) => rewards' },
  ]
  it.each(worlds)('comes back whole after every phase of %o', async world => {
    const all = await storedAfterEachPhase(world)
    expect(all.length).toBeGreaterThan(6)
    for (const stored of all) {
      const session = readSession(structuredClone(stored))
      expect(session?.snapshots, stored.snapshots[0]?.phase).toEqual(stored.snapshots)
      expect(session?.checkpoint).toEqual(stored.checkpoint)
      expect(session?.recipe).toEqual(stored.recipe)
      expect(session?.series).toEqual([{ reward: 1, kl: 0.5 }])
    }
  })
})

describe('a record that is not as expected', () => {
  let stored: Stored
  beforeAll(async () => {
    stored = (await storedAfterEachPhase({ policy: 'gpt-1x16' })).at(-1)!
    expect(readSession(stored)).toBeDefined()
  })

  type Loose = Record<string, unknown>
  const at = (path: string, value: unknown) => (record: Loose) => {
    const keys = path.split('.')
    const last = keys.pop()!
    const owner = keys.reduce<Loose>((now, key) => now[key] as Loose, record)
    if (value === undefined) delete owner[last]
    else owner[last] = typeof value === 'function' ? value(owner[last]) : value
  }
  const shorter = (column: Float32Array) => column.slice(1)
  const withNaN = (column: Float32Array) => column.fill(Number.NaN, 3, 4)
  const beyond = (column: Int32Array) => column.fill(1e6, 0, 1)

  it.each([
    ['of another version', at('version', 3)],
    ['of no version', at('version', undefined)],
    ['without recipe', at('recipe', undefined)],
    ['of an unknown method', at('recipe.method', 'nope')],
    ['of an unknown task', at('recipe.task', '__proto__')],
    ['of another policy', at('recipe.policy', 'gpt-2x64')],
    ['without preset', at('preset', 7)],
    ['without checkpoint', at('checkpoint', undefined)],
    ['with an iteration in words', at('checkpoint.iteration', 'three')],
    ['with an iteration below 0', at('checkpoint.iteration', -5)],
    ['with half an iteration', at('checkpoint.iteration', 0.5)],
    ['with an endless iteration', at('checkpoint.iteration', 1e9)],
    ['without moments', at('checkpoint.moment1', undefined)],
    ['with weights too short', at('checkpoint.parameters', shorter)],
    ['with weights in words', at('checkpoint.parameters', 'weights')],
    ['with weights that are a list', at('checkpoint.parameters', (w: Float32Array) => [...w])],
    ['with weights that are not finite', at('checkpoint.parameters', withNaN)],
    ['with a moment that is not finite', at('checkpoint.moment2', withNaN)],
    ['with updates below 0', at('checkpoint.updates', -1)],
    ['without memory', at('checkpoint.methodState', undefined)],
    ['with a checkpoint of no recipe', at('checkpoint.recipe', null)],
    ['without columns', at('columns', undefined)],
    ['with columns of another kind', at('columns.reward', [1])],
    ['with columns longer than the run', at('columns.reward', new Float64Array(2))],
    ['without changes', at('changes', undefined)],
    ['with changes of nothing', at('changes', [{ iteration: 1 }])],
    ['with changes that are no values', at('changes', [{ iteration: 1, params: { a: {} } }])],
    ['without snapshots', at('snapshots', undefined)],
    ['with a snapshot of nothing', at('snapshots', [null])],
    ['with a snapshot of an iteration alone', at('snapshots', [{ iteration: 1 }])],
    ['with a thousand snapshots', at('snapshots', (some: unknown[]) => Array(1000).fill(some[0]))],
    ['with an unknown phase', at('snapshots.0.phase', 'rest')],
    ['with tokens beyond the vocabulary', at('snapshots.0.batch.token', beyond)],
    ['with groups beyond their number', at('snapshots.0.batch.group', beyond)],
    ['with offsets beyond the tokens', at('snapshots.0.batch.tokenStart', beyond)],
    ['with a column too short', at('snapshots.0.batch.oldLogp', shorter)],
    ['with an endless number of rollouts', at('snapshots.0.batch.rollouts', 1e9)],
    ['with a problem of nothing', at('snapshots.0.problems.0', null)],
    ['with a problem less', at('snapshots.0.problems', (all: unknown[]) => all.slice(1))],
    ['with an explanation of nothing', at('snapshots.0.explain', { weight: null })],
    ['with an explanation of an unknown extent', at('snapshots.0.explain', { w: { extent: 'x', values: 1 } })],
    ['with measurements in words', at('snapshots.0.metrics', { reward: 'high' })],
    ['with a baseline in words', at('baseline', 'low')],
  ])('%s is not continued', (_, alter) => {
    const record = structuredClone(stored) as unknown as Loose
    alter(record)
    expect(readSession(record)).toBeUndefined()
  })

  it.each([undefined, null, 7, 'session', [], {}])('that is %o is not continued', record => {
    expect(readSession(record)).toBeUndefined()
  })

  it('with a count beside the columns is read by the columns alone', () => {
    expect(readSession({ ...stored, iterations: 1e9 })?.series).toHaveLength(1)
  })
})

describe('a series as columns', () => {
  it('reads back with its gaps', () => {
    const series = [{ a: 1 }, {}, { a: 3, b: 0 }]
    expect(seriesOf(columnsOf(series))).toEqual(series)
    expect(seriesOf({})).toEqual([])
  })
})
