/** A small page within a page: one run of its own, in a worker of its own, that ends with the figure it is shown in. */
import type { Recipe } from '../../core/recipe.ts'
import { createActions } from '../actions.ts'
import { usualBench } from '../bench-address.ts'
import { createClient, type Spawn, spawnWorker } from '../client.ts'
import { wholeFrame } from '../frame.ts'
import { initialState, type Page } from '../page.ts'
import { nothingSelected } from '../state.ts'
import { createPageStore } from '../store.ts'

export interface LiveOptions {
  readonly recipe: Recipe
  /** Id of the preset that it is a difference from. */
  readonly preset: string
  readonly tab: string
  readonly signal: string | undefined
  /** Iterations to be done before it stands still; 1 or fewer stops within the first, where there is most to see. */
  readonly iteration: number
}

export interface LivePage {
  readonly page: Page
  /** Ends its worker. */
  readonly end: () => void
}

export function createLivePage(options: LiveOptions, spawn: Spawn = spawnWorker): LivePage {
  const { recipe, preset, tab, signal, iteration } = options
  const start = initialState({
    recipe,
    preset,
    given: true,
    ofLog: false,
    selection: nothingSelected,
    tab,
    bench: usualBench,
    frame: wholeFrame,
    notices: [],
  })
  const store = createPageStore({ ...start, ...(signal !== undefined && { signal }) })
  const client = createClient(store, spawn)
  const actions = createActions(store, client)
  actions.openAt(recipe, preset, { ...nothingSelected, iteration: iteration > 1 ? iteration : undefined })
  const nothing = () => {}
  return { page: { store, actions, take: nothing, forget: async () => {} }, end: client.end }
}
