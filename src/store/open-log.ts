/** The log that the page Open is about: its files, how far they are read, and what came of it. Lives as long as the page. */
import type { Log } from '../core/log.ts'
import { isUsable, type Mapping, shapeOf } from '../core/mapping.ts'
import type { ImportRequest, UnknownShape } from '../protocol/import.ts'
import { type ImportNews, type SpawnImport, startImport } from './imports.ts'
import { readPreference, writePreference } from './preferences.ts'

export type LogSource = ImportRequest['files'][number]

export interface Opening {
  readonly files: readonly LogSource[]
  readonly settings: Pick<ImportRequest, 'groups' | 'mapping'>
  /** While it is read. */
  readonly reading: { readonly file: string; readonly share: number; readonly rows: number } | undefined
  /** What is known so far: the first group, then all. */
  readonly log: Log | undefined
  readonly failed: { readonly why: string; readonly unknown?: UnknownShape } | undefined
}

export interface OpenLog {
  /** Undefined while there is none. */
  readonly get: () => Opening | undefined
  readonly subscribe: (listener: () => void) => () => void
  readonly open: (files: readonly LogSource[]) => void
  /** Reads the same files again, otherwise. */
  readonly change: (settings: Opening['settings']) => void
  /** Hands over the log in the exchange format. */
  readonly convert: (take: (content: Blob) => void) => void
  readonly close: () => void
}

export function createOpenLog(spawn?: SpawnImport): OpenLog {
  const listeners = new Set<() => void>()
  let now: Opening | undefined
  let stop: (() => void) | undefined
  const set = (next: Opening | undefined) => {
    now = next
    for (const listener of listeners) listener()
  }
  const start = (files: readonly LogSource[], settings: Opening['settings']) => {
    stop?.()
    const [first] = files
    set({ files, settings, reading: { file: first?.name ?? '', share: 0, rows: 0 }, log: undefined, failed: undefined })
    stop = startImport({ files, ...settings }, heard, spawn)
  }
  const heard = (news: ImportNews) => {
    if (!now) return
    switch (news.type) {
      case 'progress':
        return set({ ...now, reading: news })
      case 'first':
        return set({ ...now, log: news.log })
      case 'done':
        return set({ ...now, reading: undefined, log: news.log })
      case 'failed': {
        const known = now.settings.mapping ? undefined : remembered(news.unknown)
        if (known) return start(now.files, { ...now.settings, mapping: known })
        return set({ ...now, reading: undefined, log: undefined, failed: news })
      }
      case 'file':
        return undefined
    }
  }
  return {
    get: () => now,
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    open: files => start(files, {}),
    change: settings => {
      if (!now) return
      if (settings.mapping) remember(now.failed?.unknown, settings.mapping)
      start(now.files, settings)
    },
    convert: take => {
      if (!now) return
      const { files, settings } = now
      startImport({ files, ...settings, convert: true }, news => news.type === 'file' && take(news.content), spawn)
    },
    close: () => {
      stop?.()
      set(undefined)
    },
  }
}

/** The page has one. */
export const openLog = createOpenLog()

const key = 'mappings'
/** Shapes of which the mapping is remembered. */
const most = 50

const isMappings = (value: unknown): value is Readonly<Record<string, Mapping>> =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every(
    one => typeof one === 'object' && one !== null && Object.values(one).every(field => typeof field === 'string'),
  )

function remembered(shape: UnknownShape | undefined): Mapping | undefined {
  const known = readPreference(key, isMappings, {})
  const id = shape && shapeOf(shape.fields)
  const mapping = id !== undefined && Object.hasOwn(known, id) ? known[id] : undefined
  return mapping && isUsable(mapping) ? mapping : undefined
}

function remember(shape: UnknownShape | undefined, mapping: Mapping): void {
  if (!shape) return
  const known = Object.entries(readPreference(key, isMappings, {})).slice(1 - most)
  writePreference(key, { ...Object.fromEntries(known), [shapeOf(shape.fields)]: mapping })
}
