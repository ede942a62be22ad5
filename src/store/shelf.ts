/**
 * Where sessions lie: one record per setup, the newest few of them, in this browser and nowhere else. So two tabs with
 * different setups, or a link that is followed in between, do not take each other's place.
 */
import { openDB } from 'idb'
import { fail } from '../core/fail.ts'
import { within } from '../core/within.ts'
import type { Stored } from './stored-session.ts'

/** IndexedDB in a browser, a variable in tests. Everything fails when the browser refuses or does not answer. */
export interface Shelf {
  /** The record of this setup, or the newest of all; undefined where there is none. */
  readonly load: (setup: string | undefined) => Promise<unknown>
  readonly save: (setup: string, session: Stored) => Promise<void>
  /** What a page that is left can still do: writes over a record that `save` has made, and does not wait. */
  readonly overwrite: (setup: string, session: Stored) => void
  /** The record that was loaded is not offered again, but kept until the next one that is put aside. */
  readonly putAside: () => Promise<void>
  /** The record that was loaded is deleted, and nothing is saved any more. */
  readonly forget: () => Promise<void>
}

/** What the pointer `last` lists, newest first. */
export interface Entry {
  readonly setup: string
  readonly bytes: number
}

const store = 'sessions'
const pointer = 'last'
const aside = 'put aside'
const keyOf = (setup: string) => `setup ${setup}`

/** Milliseconds after which a database that does not answer is given up. */
const patience = 5_000

export function browserShelf(): Shelf {
  const open = () => openDB('advantage-playground', 1, { upgrade: db => void db.createObjectStore(store) })
  let opened: ReturnType<typeof open> | undefined
  let loaded: string | undefined
  let isClosed = false
  let db: Awaited<ReturnType<typeof open>> | undefined
  const saved = new Set<string>()
  const database = () => {
    opened ??= open()
    return opened
  }

  async function load(setup: string | undefined): Promise<unknown> {
    const db = await database()
    const last: unknown = await db.get(store, pointer)
    const entries = entriesOf(last)
    const entry = setup === undefined ? entries[0] : entries.find(known => known.setup === setup)
    // Earlier versions kept a single record where the pointer is now.
    loaded = entry ? keyOf(entry.setup) : isPointer(last) ? undefined : pointer
    return loaded === undefined ? undefined : db.get(store, loaded)
  }

  async function save(setup: string, session: Stored): Promise<void> {
    if (isClosed) return
    db = await database()
    const tx = db.transaction(store, 'readwrite')
    const last: unknown = await tx.store.get(pointer)
    if (!isPointer(last)) await tx.store.put(last, aside)
    const entries = newest([{ setup, bytes: bytesOf(session) }, ...entriesOf(last)])
    const kept = new Set<IDBValidKey>([pointer, aside, ...entries.map(entry => keyOf(entry.setup))])
    for (const key of await tx.store.getAllKeys()) if (!kept.has(key)) await tx.store.delete(key)
    await tx.store.put(session, keyOf(setup))
    await tx.store.put(entries, pointer)
    await tx.done
    saved.add(setup)
  }

  /** One request, committed at once: the browser finishes it after the page is gone. */
  function overwrite(setup: string, session: Stored): void {
    if (isClosed || !db || !saved.has(setup)) return
    const tx = db.transaction(store, 'readwrite')
    tx.store.put(session, keyOf(setup)).catch(() => {})
    tx.done.catch(() => {})
    tx.commit()
  }

  async function remove(isKept: boolean): Promise<void> {
    const tx = (await database()).transaction(store, 'readwrite')
    const last: unknown = await tx.store.get(pointer)
    const [first] = entriesOf(last)
    const key = loaded ?? (first ? keyOf(first.setup) : pointer)
    if (isKept) await tx.store.put(await tx.store.get(key), aside)
    await tx.store.delete(key)
    const entries = entriesOf(last).filter(({ setup }) => keyOf(setup) !== key)
    if (key !== pointer) await tx.store.put(entries, pointer)
    await tx.done
  }

  return {
    load: setup => timed(load(setup)),
    save: (setup, session) => timed(save(setup, session)),
    overwrite,
    putAside: () => timed(remove(true)),
    forget: () => {
      isClosed = true
      return timed(remove(false))
    },
  }
}

const timed = <T>(promise: Promise<T>): Promise<T> =>
  within(patience, promise, () => fail('store.shelf', 'an answer of the browser', 'none', 'Close other tabs.'))

const isPointer = (last: unknown): boolean => last === undefined || Array.isArray(last)

const entriesOf = (last: unknown): readonly Entry[] => (Array.isArray(last) ? last.filter(isEntry) : [])

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' &&
  value !== null &&
  'setup' in value &&
  typeof value.setup === 'string' &&
  'bytes' in value &&
  typeof value.bytes === 'number'

const mostSessions = 6
const mostBytes = 128 * 2 ** 20

/** The first entry, and as many of the others as there is room for; of one setup the newest. */
export function newest(entries: readonly Entry[]): Entry[] {
  const kept: Entry[] = []
  let bytes = 0
  for (const entry of entries) {
    if (kept.some(({ setup }) => setup === entry.setup)) continue
    bytes += entry.bytes
    if (kept.length > 0 && (kept.length === mostSessions || bytes > mostBytes)) break
    kept.push(entry)
  }
  return kept
}

/** The large parts: weights, moments, curves. */
const bytesOf = ({ checkpoint, columns }: Stored): number =>
  3 * checkpoint.parameters.byteLength + Object.values(columns).reduce((sum, { byteLength }) => sum + byteLength, 0)
