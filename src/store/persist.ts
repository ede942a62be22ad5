/** The last session, kept in the browser: recipe, checkpoint, series and the newest snapshot. Nothing leaves the machine. */
import { openDB } from 'idb'
import type { Metrics } from '../core/metrics.ts'
import type { Recipe } from '../core/recipe.ts'
import { checkRecipe } from '../core/recipe-check.ts'
import { lookups } from './recipe-edits.ts'
import type { Continuation } from './reduce.ts'
import { shownRun } from './select/run.ts'
import type { State } from './state.ts'
import type { Store } from './store.ts'

/** Raised when the shape changes; older sessions are then passed over. */
const version = 2

/** What a run can be continued from. */
export interface Session extends Continuation {
  readonly preset: string
  readonly recipe: Recipe
}

/** As it lies on the shelf: the series as columns, because thousands of small objects are slow to copy. */
export interface Stored extends Omit<Session, 'series'> {
  readonly version: typeof version
  readonly iterations: number
  /** [iterations] per metric; NaN where it was not measured. */
  readonly columns: Readonly<Record<string, Float64Array>>
}

/** Where sessions lie; IndexedDB in a browser, a variable in tests. */
export interface Shelf {
  readonly load: () => Promise<unknown>
  readonly save: (session: Stored) => Promise<void>
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
export function storedOf(state: Pick<State, 'runs' | 'shown' | 'preset'>): Stored | undefined {
  const run = shownRun(state)
  const { preset } = state
  const { checkpoint, recipe } = run
  if (!checkpoint) return undefined
  const { iteration } = checkpoint
  return {
    version,
    preset,
    recipe,
    checkpoint,
    iterations: iteration,
    columns: columnsOf(run.series.slice(0, iteration)),
    snapshots: run.snapshots.filter(snapshot => snapshot.iteration <= iteration).slice(-1),
    changes: run.changes.filter(change => change.iteration <= iteration),
    baseline: run.baseline,
  }
}

export function columnsOf(series: readonly Metrics[]): Record<string, Float64Array> {
  const columns: Record<string, Float64Array> = {}
  series.forEach((metrics, i) => {
    for (const [metric, value] of Object.entries(metrics)) {
      columns[metric] ??= new Float64Array(series.length).fill(Number.NaN)
      columns[metric][i] = value
    }
  })
  return columns
}

export const seriesOf = ({ columns, iterations }: Pick<Stored, 'columns' | 'iterations'>): Metrics[] =>
  Array.from({ length: iterations }, (_, i) =>
    Object.fromEntries(
      Object.entries(columns).flatMap(([metric, values]) => {
        const value = values[i]
        return value === undefined || Number.isNaN(value) ? [] : [[metric, value]]
      }),
    ),
  )

/** The stored session, if there is one that this version can continue. */
export async function loadSession(shelf: Shelf): Promise<Session | undefined> {
  const stored = await shelf.load()
  if (!isStored(stored)) return undefined
  const { version: _, iterations, columns, ...session } = stored
  const recipe = checkRecipe(stored.recipe, lookups).recipe
  return { ...session, recipe, series: seriesOf({ columns, iterations }) }
}

function isStored(stored: unknown): stored is Stored {
  if (typeof stored !== 'object' || stored === null) return false
  const { version: found, checkpoint, columns, snapshots } = stored as Partial<Record<keyof Stored, unknown>>
  const whole = typeof checkpoint === 'object' && checkpoint !== null && 'parameters' in checkpoint
  return found === version && whole && typeof columns === 'object' && Array.isArray(snapshots)
}

const refused =
  'This browser does not let the page keep the session (a private window, or no space left). Everything stays on screen and keeps running, but closing the page ends it. Share copies the setup.'

/** Saves each new checkpoint, one at a time and never more often than `pace` milliseconds; a refusal is said once. */
export function keepSession(store: Store, shelf: Shelf, pace = 250): void {
  let busy = false
  let stale = false
  let told = false
  const save = async () => {
    const session = storedOf(store.get())
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
    if (shownRun(now).checkpoint === shownRun(before).checkpoint) return
    stale = true
    if (!busy) void save()
  })
}
