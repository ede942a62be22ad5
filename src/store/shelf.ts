/** Where runs lie: one record each, the newest of them within a budget, in this browser and nowhere else. */
import { openDB } from 'idb'
import { fail } from '../core/fail.ts'
import { within } from '../core/within.ts'
import type { Stored } from './stored-session.ts'

/** IndexedDB in a browser, a variable in tests. Everything fails when the browser refuses or does not answer. */
export interface Shelf {
  /** The newest record of this setup, or of all; undefined where there is none. */
  readonly load: (setup: string | undefined) => Promise<unknown>
  /** Oldest first. */
  readonly all: () => Promise<readonly { readonly id: string; readonly stored: unknown }[]>
  /** Resolves to the number of older records that had to go for it. */
  readonly save: (id: string, setup: string, session: Stored) => Promise<number>
  /** What a page that is left can still do: writes over a record that `save` has made, and does not wait. */
  readonly overwrite: (id: string, session: Stored) => void
  readonly remove: (ids: readonly string[]) => Promise<void>
  /** The record that was loaded is not offered again, but kept until the next one that is put aside. */
  readonly putAside: () => Promise<void>
  /** The record that was loaded is deleted, and nothing is saved any more. */
  readonly forget: () => Promise<void>
}

/** What the pointer `last` lists, newest first. */
export interface Entry {
  /** Of the run, and of its record. */
  readonly id: string
  readonly setup: string
  readonly bytes: number
}

const store = 'sessions'
const pointer = 'last'
const aside = 'put aside'

/** Earlier versions kept one record per setup, and named it so. */
const idOfSetup = (setup: string) => `setup ${setup}`

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
    loaded = entry?.id ?? (isPointer(last) ? undefined : pointer)
    return loaded === undefined ? undefined : db.get(store, loaded)
  }

  async function all() {
    const db = await database()
    const ids = entriesOf(await db.get(store, pointer)).map(({ id }) => id)
    return Promise.all(ids.toReversed().map(async id => ({ id, stored: await db.get(store, id) })))
  }

  async function save(id: string, setup: string, session: Stored): Promise<number> {
    if (isClosed) return 0
    db = await database()
    const tx = db.transaction(store, 'readwrite')
    const last: unknown = await tx.store.get(pointer)
    if (!isPointer(last)) await tx.store.put(last, aside)
    const known = entriesOf(last)
    const entries = newest([{ id, setup, bytes: bytesOf(session) }, ...known])
    const kept = new Set<IDBValidKey>([pointer, aside, ...entries.map(entry => entry.id)])
    for (const key of await tx.store.getAllKeys()) if (!kept.has(key)) await tx.store.delete(key)
    await tx.store.put(session, id)
    await tx.store.put(entries, pointer)
    await tx.done
    saved.add(id)
    return known.filter(entry => !kept.has(entry.id)).length
  }

  /** One request, committed at once: the browser finishes it after the page is gone. */
  function overwrite(id: string, session: Stored): void {
    if (isClosed || !db || !saved.has(id)) return
    const tx = db.transaction(store, 'readwrite')
    tx.store.put(session, id).catch(() => {})
    tx.done.catch(() => {})
    tx.commit()
  }

  async function remove(ids: readonly string[]): Promise<void> {
    const tx = (await database()).transaction(store, 'readwrite')
    const last: unknown = await tx.store.get(pointer)
    for (const id of ids) await tx.store.delete(id)
    if (isPointer(last)) {
      await tx.store.put(
        entriesOf(last).filter(({ id }) => !ids.includes(id)),
        pointer,
      )
    }
    await tx.done
  }

  async function removeLoaded(isKept: boolean): Promise<void> {
    const tx = (await database()).transaction(store, 'readwrite')
    const last: unknown = await tx.store.get(pointer)
    const [first] = entriesOf(last)
    const key = loaded ?? first?.id ?? pointer
    if (isKept) await tx.store.put(await tx.store.get(key), aside)
    await tx.store.delete(key)
    const entries = entriesOf(last).filter(({ id }) => id !== key)
    if (key !== pointer) await tx.store.put(entries, pointer)
    await tx.done
  }

  return {
    load: setup => timed(load(setup)),
    all: () => timed(all()),
    save: (id, setup, session) => timed(save(id, setup, session)),
    overwrite,
    remove: ids => timed(remove(ids)),
    putAside: () => timed(removeLoaded(true)),
    forget: () => {
      isClosed = true
      return timed(removeLoaded(false))
    },
  }
}

const timed = <T>(promise: Promise<T>): Promise<T> =>
  within(patience, promise, () => fail('store.shelf', 'an answer of the browser', 'none', 'Close other tabs.'))

const isPointer = (last: unknown): boolean => last === undefined || Array.isArray(last)

const entriesOf = (last: unknown): readonly Entry[] =>
  Array.isArray(last) ? last.filter(isEntry).map(entry => ({ ...entry, id: entry.id ?? idOfSetup(entry.setup) })) : []

const isEntry = (value: unknown): value is Omit<Entry, 'id'> & Partial<Entry> =>
  typeof value === 'object' &&
  value !== null &&
  'setup' in value &&
  typeof value.setup === 'string' &&
  'bytes' in value &&
  typeof value.bytes === 'number' &&
  (!('id' in value) || typeof value.id === 'string')

const mostSessions = 20
const mostBytes = 128 * 2 ** 20

/** The first entry, and as many of the others as there is room for; of one run the newest. */
export function newest(entries: readonly Entry[]): Entry[] {
  const kept: Entry[] = []
  let bytes = 0
  for (const entry of entries) {
    if (kept.some(({ id }) => id === entry.id)) continue
    bytes += entry.bytes
    if (kept.length > 0 && (kept.length === mostSessions || bytes > mostBytes)) break
    kept.push(entry)
  }
  return kept
}

/** The large parts: weights, moments, curves, tokens. */
const bytesOf = ({ checkpoint, columns, snapshots }: Stored): number =>
  3 * checkpoint.parameters.byteLength +
  150 * snapshots.reduce((sum, { batch }) => sum + batch.token.length, 0) +
  Object.values(columns).reduce((sum, { byteLength }) => sum + byteLength, 0)
