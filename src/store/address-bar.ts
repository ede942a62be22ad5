/**
 * The address bar follows the page, and the page an address that the person goes to. Another recipe, run, tab or frame is
 * another entry of the browser's history, so that Back is undo; a selection that moves only changes the entry.
 */
import { playground, readRoute } from './route.ts'
import { shownRun } from './select/run.ts'
import type { State } from './state.ts'
import type { Store } from './store.ts'
import { type Address, type Addressed, type Places, readAddress, writeAddress, writeQuery } from './url.ts'

export const currentAddress = (places: Places): Address => readAddress(location.search, location.hash, places)

/** The address as a whole, for another browser. */
export const linkTo = (state: Addressed): string => new URL(writeAddress(state), location.href).href

/** Browsers refuse more than about 100 changes in 30 seconds. */
const pace = 400
/** Settings that change one after the other (a slider that is dragged) are one change to undo; milliseconds. */
const oneEdit = 1500

/** Entries that tell the page's own state carry the id of its run; an address that the person typed has none. */
export const runOf = (state: unknown): string | undefined =>
  typeof state === 'object' && state !== null && 'run' in state && typeof state.run === 'string' ? state.run : undefined

type How = 'pushState' | 'replaceState'

/** A browser that refuses keeps the address as it is; the next change tries again. */
export function writeEntry(how: How, run: string, address: string): void {
  try {
    history[how]({ run }, '', address)
  } catch {
    // Too many in too short a time, or a page that may not change its address.
  }
}

const writeBar = (how: How, state: State): void => writeEntry(how, state.shown, writeAddress(state))

interface Followers {
  /** The person went to another selection or tab of what is open. */
  readonly onEdited: (address: Address) => void
  /** Back or Forward: the setup of that moment is wanted again too. */
  readonly onReturned: (address: Address, run: string) => void
}

/** What makes another entry of the history. */
interface Entry {
  readonly run: string
  readonly query: string
  readonly tab: string
}
const entryOf = (state: State): Entry => ({ run: state.shown, query: writeQuery(state), tab: state.tab })
const isSame = (a: Entry, b: Entry): boolean => a.run === b.run && a.query === b.query && a.tab === b.tab

export function followAddress(store: Store, places: Places, { onEdited, onReturned }: Followers): void {
  const isPlayground = () => readRoute(location.hash, places.pages).page === playground
  let entry = entryOf(store.get())
  let editedAt = Number.NEGATIVE_INFINITY
  let pending = false
  const write = () => {
    pending = false
    if (!isPlayground()) return
    const state = store.get()
    const next = entryOf(state)
    const isEdit = next.run === entry.run && next.tab === entry.tab
    const goesOn = isEdit && performance.now() - editedAt < oneEdit
    const isNew = !isSame(next, entry) && !goesOn
    if (isEdit && next.query !== entry.query) editedAt = performance.now()
    entry = next
    if (writeAddress(state) !== location.search + location.hash || runOf(history.state) !== state.shown) {
      writeBar(isNew ? 'pushState' : 'replaceState', state)
    }
  }
  store.api.subscribe((now, before) => {
    if (pending || !isTold(now, before)) return
    pending = true
    setTimeout(write, pace)
  })
  if (isPlayground()) writeBar('replaceState', store.get())
  const follow = (run: string | undefined) => {
    if (!isPlayground()) return
    const address = currentAddress(places)
    if (run === undefined) onEdited(address)
    else onReturned(address, run)
    // What changed while another page was shown, or cannot be as the address says, is told by the entry that is shown.
    entry = entryOf(store.get())
    writeBar('replaceState', store.get())
  }
  addEventListener('popstate', ({ state }) => follow(runOf(state)))
}

/** Whether something changed that an address tells. */
const isTold = (now: State, before: State): boolean =>
  shownRun(now).recipe !== shownRun(before).recipe ||
  shownRun(now).again !== shownRun(before).again ||
  now.shown !== before.shown ||
  now.bench !== before.bench ||
  now.selection !== before.selection ||
  now.tab !== before.tab ||
  now.frame !== before.frame
