/** The last session, kept in the browser: recipe, checkpoint, series and the newest snapshot. Nothing leaves the machine. */
import { openDB } from 'idb'
import type { Recipe } from '../core/recipe.ts'
import { checkRecipe } from '../core/recipe-check.ts'
import type { Continuation } from './reduce.ts'
import { lookups } from './setup.ts'
import type { State } from './state.ts'
import type { Store } from './store.ts'

/** Raised when the shape changes; older sessions are then passed over. */
const version = 1

export interface Session extends Continuation {
  readonly version: typeof version
  readonly preset: string
  readonly recipe: Recipe
}

/** Where sessions lie; IndexedDB in a browser, a variable in tests. */
export interface Shelf {
  readonly load: () => Promise<unknown>
  readonly save: (session: Session) => Promise<void>
}

export function browserShelf(): Shelf {
  const open = () => openDB('advantage-playground', 1, { upgrade: db => void db.createObjectStore('sessions') })
  let opened: ReturnType<typeof open> | undefined
  const database = () => {
    opened ??= open()
    return opened
  }
  return {
    load: async () => (await database()).get('sessions', 'last'),
    save: async session => void (await (await database()).put('sessions', session, 'last')),
  }
}

/** What can be continued of the state; `undefined` before the first checkpoint. */
export function sessionOf({ run, preset }: Pick<State, 'run' | 'preset'>): Session | undefined {
  const { checkpoint, recipe } = run
  if (!checkpoint) return undefined
  return {
    version,
    preset,
    recipe,
    checkpoint,
    series: run.series.slice(0, checkpoint.iteration),
    snapshots: run.snapshots.filter(({ iteration }) => iteration <= checkpoint.iteration).slice(-1),
    changes: run.changes.filter(({ iteration }) => iteration <= checkpoint.iteration),
  }
}

/** The stored session, if there is one that this version can continue. */
export async function loadSession(shelf: Shelf): Promise<Session | undefined> {
  const stored = await shelf.load()
  if (!isSession(stored)) return undefined
  return { ...stored, recipe: checkRecipe(stored.recipe, lookups).recipe }
}

function isSession(stored: unknown): stored is Session {
  if (typeof stored !== 'object' || stored === null) return false
  const { version: found, checkpoint, series, snapshots } = stored as Partial<Record<keyof Session, unknown>>
  const whole = typeof checkpoint === 'object' && checkpoint !== null && 'parameters' in checkpoint
  return found === version && whole && Array.isArray(series) && Array.isArray(snapshots)
}

const refused =
  'This browser does not let the page keep the session (a private window, or no space left). Everything stays on screen and keeps running, but closing the page ends it. Share copies the setup.'

/** Saves each new checkpoint, one at a time and never more often than `pace` milliseconds; a refusal is said once. */
export function keepSession(store: Store, shelf: Shelf, pace = 2000): void {
  let busy = false
  let stale = false
  let told = false
  const save = async () => {
    const session = sessionOf(store.get())
    if (!session) return
    busy = true
    stale = false
    try {
      await shelf.save(session)
    } catch {
      if (!told) store.dispatch({ type: 'noticed', kind: 'warning', text: refused })
      told = true
    }
    setTimeout(() => {
      busy = false
      if (stale) void save()
    }, pace)
  }
  store.api.subscribe((now, before) => {
    if (now.run.checkpoint === before.run.checkpoint) return
    stale = true
    if (!busy) void save()
  })
}
