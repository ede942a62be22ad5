/** Puts the page together: state, worker, address, stored session. */
import { presets } from '../core/presets.ts'
import { type Actions, createActions } from './actions.ts'
import { createClient, pauseWhenHidden } from './client.ts'
import { forgetSession, keepSession, loadKept, loadSession, setupOf, unreadable, watchOtherTabs } from './persist.ts'
import { oneOf, readPreference } from './preferences.ts'
import { soleRun } from './select/run.ts'
import { browserShelf } from './shelf.ts'
import { freshRun, type State } from './state.ts'
import { createPageStore, type Store } from './store.ts'
import type { Session } from './stored-session.ts'
import { type Address, currentAddress, followAddress } from './url.ts'

export interface Page {
  readonly store: Store
  readonly actions: Actions
  /** Deletes the session that the page began with, and loads the page again. */
  readonly forget: () => Promise<void>
}

export function initialState({ recipe, preset, selection, tab, bench }: Address): State {
  return {
    ...soleRun(freshRun('run-0', recipe, preset)),
    selection,
    tab,
    bench,
    signal: readPreference('signal', (id: unknown) => typeof id === 'string', 'credit'),
    speed: readPreference('speed', oneOf(0.25, 0.5, 1, 2, 'max'), 'max'),
    backendChoice: readPreference('backend', oneOf('auto', 'webgpu', 'wasm', 'cpu'), 'auto'),
    path: 'fused',
    theme: readPreference('theme', oneOf('system', 'light', 'dark'), 'system'),
    notices: [],
    dismissedCards: [],
  }
}

/** `panels`: ids of the pictures that an address may ask for. */
export function startPage(panels: readonly string[]): Page {
  const address = currentAddress(panels)
  const store = createPageStore(initialState(address))
  const client = createClient(store)
  const actions = createActions(store, client)
  actions.notifyChanges(address.notices)
  const shelf = browserShelf()
  pauseWhenHidden(client)
  const begin = (found: Session | 'unreadable' | undefined) => {
    if (found === 'unreadable') actions.notify('warning', unreadable)
    if (found && found !== 'unreadable') resume(actions, found)
    else actions.openRecipe(address.recipe, address.preset)
    // Only now: before, the stored session would be written over.
    addEventListener('pagehide', keepSession(store, shelf))
    followAddress(store, panels, edited => readdress(store, actions, edited))
    watchOtherTabs(store)
    // Runs of earlier sessions are not urgent, and a browser that refuses has said so already.
    loadKept(shelf).then(actions.keepRuns, () => {})
  }
  // A bare address, or a reload: the last session goes on. A link to another setup is a new start.
  loadSession(shelf, address.given ? setupOf(address.recipe) : undefined).then(begin, () => begin(undefined))
  return { store, actions, forget: () => forgetSession(shelf) }
}

function resume(actions: Actions, session: Session): void {
  const { recipe, preset, ...from } = session
  const known = presets.some(({ id }) => id === preset) ? preset : presets[0].id
  actions.continueFrom(recipe, known, from)
  const at = session.checkpoint.iteration
  if (at > 0) actions.notify('info', `Your last session goes on at iteration ${at}. Reset begins again.`)
}

/** The person edited what stands after `#`, or followed a link within the page. */
function readdress(store: Store, actions: Actions, { selection, tab, notices }: Address): void {
  const { selection: now, tab: shown } = store.get()
  if (JSON.stringify(selection) !== JSON.stringify(now)) actions.select(selection)
  if (tab !== shown) actions.chooseTab(tab)
  actions.notifyChanges(notices)
}
