import { describe, expect, it } from 'vitest'
import { blankRecipe } from '../core/recipe.ts'
import type { Checkpoint } from '../protocol/commands.ts'
import { startState } from './fixture.ts'
import { columnsOf, keepSession, loadSession, type Shelf, type Stored, seriesOf } from './persist.ts'
import { shownRun, soleRun } from './select/run.ts'
import { freshRun } from './state.ts'
import { createPageStore } from './store.ts'

const checkpoint = (iteration: number): Checkpoint => ({
  recipe: blankRecipe,
  iteration,
  parameters: Float32Array.of(1, 2),
  moment1: new Float32Array(2),
  moment2: new Float32Array(2),
  updates: iteration,
  methodState: {},
})

const page = () =>
  createPageStore({
    ...startState,
    ...soleRun({ ...freshRun('a', blankRecipe), series: [{ reward: 1 }, { reward: 2, kl: 0.5 }, { reward: 3 }] }),
  })

/** A shelf in memory that copies as IndexedDB does. */
function shelf(isFull = false) {
  const saved: Stored[] = []
  const memory: Shelf = {
    load: async () => structuredClone(saved.at(-1)),
    save: async session => {
      if (isFull) throw new DOMException('no space', 'QuotaExceededError')
      saved.push(structuredClone(session))
    },
  }
  return { memory, saved }
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
    expect(session?.recipe).toEqual(blankRecipe)
    expect(session?.checkpoint.parameters).toEqual(Float32Array.of(1, 2))
    expect(session?.series).toEqual([{ reward: 1 }, { reward: 2, kl: 0.5 }])
  })

  it('is saved again when more came while it was being saved, and not for every checkpoint', async () => {
    const { memory, saved } = shelf()
    const store = page()
    keepSession(store, memory, 1)
    for (const iteration of [1, 2, 3]) reach(store, iteration)
    await settled()
    await settled()
    expect(saved.map(({ checkpoint: { iteration } }) => iteration)).toEqual([1, 3])
  })

  it('tells the person once when the browser refuses, and takes nothing away', async () => {
    const store = page()
    keepSession(store, shelf(true).memory, 0)
    reach(store, 1)
    await settled()
    reach(store, 2)
    await settled()
    expect(store.get().notices.map(({ kind }) => kind)).toEqual(['warning'])
    expect(shownRun(store.get()).series).toHaveLength(3)
  })

  it('is passed over when another version wrote it', async () => {
    const strange: Shelf = { load: async () => ({ version: 0, recipe: {} }), save: async () => {} }
    expect(await loadSession(strange)).toBeUndefined()
    expect(await loadSession({ ...strange, load: async () => undefined })).toBeUndefined()
  })
})

describe('a series as columns', () => {
  it('reads back with its gaps', () => {
    const series = [{ a: 1 }, {}, { a: 3, b: 0 }]
    expect(seriesOf({ columns: columnsOf(series), iterations: 3 })).toEqual(series)
  })
})
