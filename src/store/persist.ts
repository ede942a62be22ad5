/** Sessions outlive the page: they are loaded at its start, saved as they go on, and kept apart from those of other tabs. */
import type { Recipe } from '../core/recipe.ts'
import { within } from '../core/within.ts'
import { shownRun } from './select/run.ts'
import type { Shelf } from './shelf.ts'
import type { Store } from './store.ts'
import { readSession, type Session, storedOf } from './stored-session.ts'

/** Equal for equal recipes, in whatever order their parameters were written. */
export const setupOf = ({ params, ...ids }: Recipe): string =>
  JSON.stringify([
    ...Object.entries(ids).sort(byKey),
    ...Object.entries(params)
      .sort(byKey)
      .map(([key, value]) => [`params.${key}`, value]),
  ])

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

/**
 * The session of this setup, or the newest of all; undefined where there is none. A record that cannot be read is put
 * aside, so that it is in the way only once. Fails when the browser refuses.
 */
export async function loadSession(shelf: Shelf, setup?: string): Promise<Session | 'unreadable' | undefined> {
  const stored = await shelf.load(setup)
  if (stored === undefined) return undefined
  const session = readSession(stored)
  if (session) return setup === undefined || setupOf(session.recipe) === setup ? session : undefined
  await shelf.putAside()
  return 'unreadable'
}

export const unreadable =
  'The last session could not be read, so this is a new start. The old record is kept in this browser until another one takes its place.'

const refused =
  'This browser does not let the page keep the session (a private window, or no space left). Everything stays on screen and keeps running, but closing the page ends it. Share copies the setup.'

/** Saving may take this share of the time. */
const savingShare = 0.2

/**
 * Saves each new checkpoint, one at a time, never more often than `pace` milliseconds and less often where saving takes
 * long; a refusal is said once. The result saves what is not saved yet, at once: for a page that is being left.
 */
export function keepSession(store: Store, shelf: Shelf, pace = 250): () => void {
  let busy = false
  let stale = false
  let told = false
  const current = () => {
    const state = store.get()
    return storedOf(shownRun(state), state.preset)
  }
  const save = async () => {
    const session = current()
    if (!session) return
    busy = true
    stale = false
    const began = performance.now()
    try {
      await shelf.save(setupOf(session.recipe), session)
    } catch {
      if (!told) store.dispatch({ type: 'noticed', kind: 'warning', text: refused })
      told = true
    }
    setTimeout(
      () => {
        busy = false
        if (stale) void save()
      },
      Math.max(pace, (performance.now() - began) / savingShare),
    )
  }
  store.api.subscribe((now, before) => {
    if (shownRun(now).checkpoint === shownRun(before).checkpoint) return
    stale = true
    if (!busy) void save()
  })
  return () => {
    const session = current()
    if (session) shelf.overwrite(setupOf(session.recipe), session)
  }
}

const shared =
  'Another tab has the same setup open. Both go on by themselves; of the two sessions, the one that is saved last is kept.'

/** Holds a lock on the setup while it is open, and tells when another tab holds it already. */
export function watchOtherTabs(store: Store, locks: () => Pick<LockManager, 'request'> | undefined = ownLocks): void {
  let release = () => {}
  const claim = async (setup: string) => {
    release()
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    const onLock = (lock: Lock | null) => {
      if (lock) return held
      store.dispatch({ type: 'noticed', kind: 'info', text: shared })
      return undefined
    }
    await locks()?.request(`advantage-playground ${setup}`, { ifAvailable: true }, onLock)
  }
  // A browser without locks, or a page that may not use them, tells nothing.
  const follow = (recipe: Recipe) => void claim(setupOf(recipe)).catch(() => {})
  follow(shownRun(store.get()).recipe)
  store.api.subscribe((now, before) => {
    const { recipe } = shownRun(now)
    if (recipe !== shownRun(before).recipe) follow(recipe)
  })
}

const ownLocks = (): LockManager | undefined => navigator.locks

/** Deletes the session that the page began with and begins anew. The way out when it cannot even be drawn. */
export async function forgetSession(shelf: Shelf): Promise<void> {
  await within(6_000, shelf.forget(), () => undefined).catch(() => undefined)
  location.reload()
}
