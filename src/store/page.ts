/** Puts the page together: state, worker, address, stored session. */
import { unreachable } from '../core/fail.ts'
import { presets } from '../core/presets.ts'
import { type Actions, createActions } from './actions.ts'
import { currentAddress, followAddress } from './address-bar.ts'
import { createClient, pauseWhenHidden } from './client.ts'
import { readAllowed, trusting } from './consent.ts'
import { forgetSession, keepSession, loadKept, loadSession, setupOf, unreadable, watchOtherTabs } from './persist.ts'
import { oneOf, readPreference } from './preferences.ts'
import { shownRun, soleRun } from './select/run.ts'
import { browserShelf } from './shelf.ts'
import { freshRun, nothingSelected, type Offer, type State } from './state.ts'
import { createPageStore, type Store } from './store.ts'
import type { Session } from './stored-session.ts'
import type { Address, Places } from './url.ts'

export interface Page {
  readonly store: Store
  readonly actions: Actions
  /** What the button of a notice does. */
  readonly take: (offer: Offer) => void
  /** Deletes the session that the page began with, and loads the page again. */
  readonly forget: () => Promise<void>
}

export function initialState({ recipe, preset, selection, tab, bench, frame }: Address): State {
  const allowed = readAllowed()
  return {
    ...soleRun(freshRun('run-0', recipe, preset)),
    selection,
    tab,
    allowed,
    bench: trusting(bench, allowed),
    frame,
    signal: readPreference('signal', (id: unknown) => typeof id === 'string', 'credit'),
    // Slow enough to follow, until the person has chosen another.
    speed: readPreference('speed', oneOf(0.25, 0.5, 1, 2, 4, 'max'), 4),
    backendChoice: readPreference('backend', oneOf('auto', 'webgpu', 'wasm', 'cpu'), 'auto'),
    path: 'fused',
    theme: readPreference('theme', oneOf('system', 'light', 'dark'), 'system'),
    notices: [],
    dismissedCards: [],
  }
}

const logIsGone = 'This address was of a log, which is not kept. Drop its files here again to look at it.'

export function startPage(places: Places): Page {
  const read = currentAddress(places)
  const address = read.ofLog ? { ...read, selection: nothingSelected } : read
  const store = createPageStore(initialState(address))
  const client = createClient(store)
  const actions = createActions(store, client)
  actions.notifyChanges(address.notices)
  if (read.ofLog) actions.notify('info', logIsGone)
  const shelf = browserShelf()
  pauseWhenHidden(client)
  let stored: Session | undefined
  const begin = (found: Session | 'unreadable' | undefined) => {
    if (found === 'unreadable') actions.notify('warning', unreadable)
    else stored = found
    open(actions, address, stored)
    // Only now: before, the stored session would be written over.
    addEventListener('pagehide', keepSession(store, shelf))
    followAddress(store, places, {
      onEdited: edited => readdress(store, actions, edited),
      onReturned: (returned, run) => goBack(store, actions, returned, run),
    })
    watchOtherTabs(store)
    // Runs of earlier sessions are not urgent, and a browser that refuses has said so already.
    loadKept(shelf).then(actions.keepRuns, () => {})
  }
  const take = ({ does }: Offer) => {
    switch (does) {
      case 'resume':
        return stored && resume(actions, stored)
      case 'startFresh':
        return actions.startFresh()
      default:
        return unreachable(does, 'store.offer')
    }
  }
  loadSession(shelf, address.given ? setupOf(address.recipe) : undefined).then(begin, () => begin(undefined))
  return { store, actions, take, forget: () => forgetSession(shelf) }
}

/** A bare address and a reload go on with what was left; a link to a setup starts fresh, and offers what was left. */
function open(actions: Actions, address: Address, stored: Session | undefined): void {
  const { recipe, preset, selection, given } = address
  const at = stored?.checkpoint.iteration ?? 0
  if (stored && at > 0 && (!given || isReload())) {
    resume(actions, stored)
    if (given) actions.select(selection)
    const offer = { does: 'startFresh', label: 'Start fresh' } as const
    actions.notify('info', `Your last session goes on at iteration ${at}.`, offer)
    return
  }
  actions.openAt(recipe, preset, selection)
  if (stored && at > 0) {
    const offer = { does: 'resume', label: `Resume iteration ${at}` } as const
    actions.notify('info', 'This link starts fresh. You have trained the same setup before.', offer)
  }
}

/** The same tab shows the same address again, so what it showed is wanted again. */
function isReload(): boolean {
  const [entry] = performance.getEntriesByType('navigation')
  return entry instanceof PerformanceNavigationTiming && entry.type !== 'navigate'
}

function resume(actions: Actions, { recipe, preset, ...from }: Session): void {
  const known = presets.some(({ id }) => id === preset) ? preset : presets[0].id
  actions.continueFrom(recipe, known, from)
}

/** The person edited what stands after `#`, or followed a link within the page. */
function readdress(store: Store, actions: Actions, { selection, tab, notices }: Address): void {
  const { selection: now, tab: shown } = store.get()
  if (JSON.stringify(selection) !== JSON.stringify(now)) actions.select(selection)
  const { iteration } = selection
  if (iteration !== undefined && iteration > shownRun(store.get()).iteration) actions.runTo(iteration)
  if (tab !== shown) actions.chooseTab(tab)
  actions.notifyChanges(notices)
}

/** Back or Forward: the setup, the frame and what was looked at are again as they were then. */
function goBack(store: Store, actions: Actions, address: Address, run: string | undefined): void {
  const { recipe, preset, bench, frame } = address
  const now = shownRun(store.get())
  if (now.id !== run || setupOf(recipe) !== setupOf(now.recipe)) actions.restore(recipe, preset, run)
  actions.chooseBench(bench)
  if (JSON.stringify(frame) !== JSON.stringify(store.get().frame)) actions.frame(frame)
  readdress(store, actions, address)
}
