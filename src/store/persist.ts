/** Sessions outlive the page: they are loaded at its start, saved as they go on, and kept apart from those of other tabs. */
import type { Recipe } from '../core/recipe.ts'
import { within } from '../core/within.ts'
import { shownRun } from './select/run.ts'
import type { Shelf } from './shelf.ts'
import type { RunState } from './state.ts'
import type { Store } from './store.ts'
import { closedOf, readSession, type Session, storedOf } from './stored-session.ts'

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
 * Saves every run whose checkpoint, name or state of rest changed, one at a time, never more often than `pace`
 * milliseconds and less often where saving takes long; deletes what is deleted. A refusal is said once, and what had to go
 * for room each time. The result saves what is not saved yet of the shown run, at once: for a page that is being left.
 */
export function keepSession(store: Store, shelf: Shelf, pace = 250): () => void {
  const work = { stale: new Set<string>(), gone: new Set<string>() }
  let busy = false
  let told = false
  const saveNext = async () => {
    busy = true
    const began = performance.now()
    try {
      await keepOne(store, shelf, work)
    } catch {
      if (!told) store.dispatch({ type: 'noticed', kind: 'warning', text: refused })
      told = true
    }
    setTimeout(
      () => {
        busy = false
        if (work.stale.size + work.gone.size > 0) void saveNext()
      },
      Math.max(pace, (performance.now() - began) / savingShare),
    )
  }
  store.api.subscribe((now, before) => {
    if (now.runs === before.runs) return
    for (const run of now.runs.values()) if (isNews(run, before.runs.get(run.id))) work.stale.add(run.id)
    for (const id of before.runs.keys()) if (!now.runs.has(id)) work.gone.add(id)
    if (!busy && work.stale.size + work.gone.size > 0) void saveNext()
  })
  return () => {
    const run = shownRun(store.get())
    const session = storedOf(run)
    if (session) shelf.overwrite(run.id, session)
  }
}

/** Of a run that was never closed only what it learns is news; a run of an earlier session comes as it is stored. */
function isNews(now: RunState, before: RunState | undefined): boolean {
  if (!now.checkpoint || now === before) return false
  if (!before) return now.status !== 'closed'
  const isLeft = now.status === 'closed' && before.status !== 'closed'
  return isLeft || now.checkpoint !== before.checkpoint || now.name !== before.name
}

interface Keeping {
  readonly stale: Set<string>
  readonly gone: Set<string>
}

/** One run, or all deletions: first what is new, so that nothing is lost in between. */
async function keepOne({ get, dispatch }: Store, shelf: Shelf, { stale, gone }: Keeping): Promise<void> {
  const [id] = stale
  if (id === undefined) {
    const ids = [...gone].filter(known => !get().runs.has(known))
    gone.clear()
    return ids.length > 0 ? shelf.remove(ids) : undefined
  }
  stale.delete(id)
  const run = get().runs.get(id)
  const session = run && storedOf(run)
  if (!run || !session) return
  const lost = await shelf.save(id, setupOf(run.recipe), session)
  if (lost > 0) dispatch({ type: 'noticed', kind: 'info', text: roomMade(lost) })
}

const roomMade = (lost: number): string =>
  `This browser keeps 128 MB of runs: the ${lost === 1 ? 'oldest was' : `${lost} oldest were`} let go. What is on screen stays until the page is closed.`

/** Runs of earlier sessions; records that cannot be read are passed over. */
export const loadKept = async (shelf: Shelf): Promise<readonly RunState[]> =>
  (await shelf.all()).flatMap(({ id, stored }) => {
    const session = readSession(stored)
    return session ? [closedOf(id, session)] : []
  })

const shared =
  'Another tab has the same setup open. Both go on by themselves; if it is the same run, the one that is saved last is kept.'

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
  let held = shownRun(store.get()).recipe
  follow(held)
  store.api.subscribe(now => {
    const { recipe, log } = shownRun(now)
    // Another run of the same setup: the lock is held already, and asking again would find it taken by ourselves.
    if (log || recipe === held) return
    if (setupOf(recipe) !== setupOf(held)) follow(recipe)
    held = recipe
  })
}

const ownLocks = (): LockManager | undefined => navigator.locks

/** Deletes the session that the page began with and begins anew. The way out when it cannot even be drawn. */
export async function forgetSession(shelf: Shelf): Promise<void> {
  await within(6_000, shelf.forget(), () => undefined).catch(() => undefined)
  location.reload()
}
