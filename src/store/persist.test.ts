import { describe, expect, it } from 'vitest'
import { blankRecipe } from '../core/recipe.ts'
import { checkRecipe } from '../core/recipe-check.ts'
import type { Checkpoint } from '../protocol/commands.ts'
import { levelOf, taskOf } from '../tasks/index.ts'
import { startState } from './fixture.ts'
import { keepSession, loadKept, loadSession, setupOf, watchOtherTabs } from './persist.ts'
import { lookups } from './recipe-edits.ts'
import { shownRun, soleRun } from './select/run.ts'
import type { Shelf } from './shelf.ts'
import { freshRun } from './state.ts'
import { createPageStore } from './store.ts'
import type { Stored } from './stored-session.ts'

const recipe = checkRecipe({ ...blankRecipe, task: 'bandit', policy: 'tabular' }, lookups, blankRecipe).recipe
/** Logits of its table. */
const bandit = tableSize('bandit')

function tableSize(id: string): number {
  const task = taskOf(id)
  return (task.rows?.(levelOf(task, recipe.level)).count ?? 0) * task.vocabulary.length
}

const checkpoint = (iteration: number): Checkpoint => ({
  recipe,
  iteration,
  parameters: new Float32Array(bandit).fill(2),
  moment1: new Float32Array(bandit),
  moment2: new Float32Array(bandit),
  updates: iteration,
  methodState: {},
})

const page = () =>
  createPageStore({
    ...startState,
    ...soleRun({ ...freshRun('a', recipe), series: [{ reward: 1 }, { reward: 2, kl: 0.5 }, { reward: 3 }] }),
  })

/** A shelf in memory that copies as IndexedDB does. */
function shelf({ isFull = false, first }: { isFull?: boolean; first?: unknown } = {}) {
  const saved: { readonly id: string; readonly setup?: string; readonly session: Stored }[] = []
  const removed: string[] = []
  const aside: unknown[] = []
  const memory: Shelf = {
    load: async setup =>
      structuredClone(saved.findLast(known => known.setup === (setup ?? known.setup))?.session ?? first),
    all: async () => saved.map(({ id, session }) => ({ id, stored: structuredClone(session) })),
    save: async (id, setup, session) => {
      if (isFull) throw new DOMException('no space', 'QuotaExceededError')
      saved.push({ id, setup, session: structuredClone(session) })
      return 0
    },
    overwrite: (id, session) => void saved.push({ id, session: structuredClone(session) }),
    remove: async ids => void removed.push(...ids),
    putAside: async () => void aside.push(first),
    forget: async () => {},
  }
  return { memory, saved, aside, removed }
}
const settled = () => new Promise(resolve => setTimeout(resolve, 5))
const reach = (store: ReturnType<typeof page>, iteration: number) =>
  store.dispatch({ type: 'checkpoint', runId: 'a', checkpoint: checkpoint(iteration) })

describe('a session', () => {
  it('comes back with its recipe, weights and curve, up to the checkpoint', async () => {
    const { memory } = shelf()
    const store = page()
    keepSession(store, memory, 0)
    reach(store, 2)
    await settled()
    const session = await loadSession(memory)
    expect(session).toMatchObject({ recipe, series: [{ reward: 1 }, { reward: 2, kl: 0.5 }] })
    expect(session).toMatchObject({ checkpoint: checkpoint(2) })
  })

  it('is saved at once, whatever is under way, when the page is left', () => {
    const { memory, saved } = shelf()
    const store = page()
    const leave = keepSession(store, memory)
    leave()
    expect(saved).toEqual([])
    for (const iteration of [1, 2, 3]) reach(store, iteration)
    leave()
    expect(saved.map(({ session }) => session.checkpoint.iteration)).toEqual([1, 3])
  })

  it('is saved again when more came while it was being saved, and not for every checkpoint', async () => {
    const { memory, saved } = shelf()
    const store = page()
    keepSession(store, memory, 1)
    for (const iteration of [1, 2, 3]) reach(store, iteration)
    await settled()
    await settled()
    expect(saved.map(({ session }) => session.checkpoint.iteration)).toEqual([1, 3])
  })

  it('tells the person once when the browser refuses, and takes nothing away', async () => {
    const store = page()
    keepSession(store, shelf({ isFull: true }).memory, 0)
    reach(store, 1)
    await settled()
    reach(store, 2)
    await settled()
    expect(store.get().notices.map(({ kind }) => kind)).toEqual(['warning'])
    expect(shownRun(store.get()).series).toHaveLength(3)
  })

  it('is kept with its name and where it came from when it is left, and deleted when the run is', async () => {
    const { memory, saved, removed } = shelf()
    const store = page()
    keepSession(store, memory, 0)
    reach(store, 2)
    store.dispatch({ type: 'renamed', runId: 'a', name: 'the first' })
    store.dispatch({ type: 'opening', id: 'b', recipe, preset: 'grpo-basics' }, { type: 'closed', runId: 'a' })
    await settled()
    await settled()
    expect(saved.at(-1)).toMatchObject({ id: 'a', session: { name: 'the first', checkpoint: { iteration: 2 } } })
    const kept = (await loadKept(memory)).at(-1)
    expect(kept).toMatchObject({ id: 'a', name: 'the first', status: 'closed', iteration: 2, series: { length: 2 } })
    store.dispatch({ type: 'dropped', id: 'a' })
    await settled()
    await settled()
    expect(removed).toEqual(['a'])
  })

  it('is put aside, and said once, when another version wrote it', async () => {
    const { memory, aside } = shelf({ first: { version: 0, recipe: {} } })
    expect(await loadSession(memory)).toBe('unreadable')
    expect(aside).toHaveLength(1)
    expect(await loadSession(shelf().memory)).toBeUndefined()
  })

  it('goes on only under its own setup', async () => {
    const { memory } = shelf()
    const store = page()
    keepSession(store, memory, 0)
    reach(store, 1)
    await settled()
    const setup = setupOf(recipe)
    expect(await loadSession(memory, setup)).toMatchObject({ recipe })
    expect(await loadSession({ ...memory, load: () => memory.load(undefined) }, `${setup}?`)).toBeUndefined()
  })
})

describe('a setup', () => {
  it('is the same whatever order its parameters were written in, and another for another value', () => {
    const of = (params: Record<string, number>) => setupOf({ ...recipe, params })
    expect(of({ a: 1, b: 2 })).toBe(of({ b: 2, a: 1 }))
    expect(of({ a: 1, b: 2 })).not.toBe(of({ a: 1, b: 3 }))
    expect(setupOf({ ...recipe, seed: 'x' })).not.toBe(setupOf(recipe))
  })

  it('is not asked about where the browser has no locks, or refuses them', async () => {
    const store = page()
    const refuse = (): never => {
      throw new DOMException('not here', 'SecurityError')
    }
    watchOtherTabs(store, () => undefined)
    watchOtherTabs(store, refuse)
    watchOtherTabs(store, () => ({ request: refuse }))
    await settled()
    expect(store.get().notices).toEqual([])
  })

  it('that another tab has open is told, and let go when this tab changes its own', async () => {
    const held = new Map<string, Promise<unknown>>()
    const request = async (name: string, _: unknown, onLock: (lock: object | null) => Promise<void> | undefined) => {
      if (held.has(name)) return onLock(null)
      held.set(name, onLock({})?.then(() => held.delete(name)) ?? Promise.resolve())
      return undefined
    }
    const locks = { request } as unknown as LockManager
    const [first, second] = [page(), page()]
    watchOtherTabs(first, () => locks)
    expect(first.get().notices).toEqual([])
    watchOtherTabs(second, () => locks)
    expect(second.get().notices.map(({ text }) => text)).toEqual([expect.stringContaining('Another tab')])
    first.dispatch({ type: 'paramsChanged', runId: 'a', recipe: { ...recipe, seed: 'other' }, params: {} })
    await settled()
    expect(held.size).toBe(1)
    expect([...held.keys()][0]).toContain('other')
  })
})
