/** The log that the page Open is about: its files, how far they are read, and what came of it. Lives as long as the page. */
import type { KnownFormat, Log } from '../core/log.ts'
import type { Mapping } from '../core/mapping.ts'
import { isTokenizerName } from '../core/tokenizer-file.ts'
import type { ImportRequest, RowShape } from '../protocol/import.ts'
import { type ImportNews, type SpawnImport, startImport } from './imports.ts'
import { rememberedMapping, rememberMapping } from './mappings.ts'

export type LogSource = ImportRequest['files'][number]

/** Where files come from, to be asked for as they are now. */
export type SourceOfFiles = () => Promise<readonly LogSource[]>

export interface Opening {
  /** Tells an opening from all others; a run that was made of its log names it. */
  readonly id: number
  readonly files: readonly LogSource[]
  /** Undefined where the browser handed the files over once. */
  readonly again: SourceOfFiles | undefined
  readonly settings: Pick<ImportRequest, 'format' | 'groups' | 'mapping'>
  /** While it is read. */
  readonly reading: { readonly file: string; readonly share: number; readonly rows: number } | undefined
  /** What is known so far: the first group, then all. While files are read again: the log as it was. */
  readonly log: Log | undefined
  /** The log is all of it, and not its first group only. */
  readonly isWhole: boolean
  /** What logs may be read as. */
  readonly formats: readonly KnownFormat[]
  /** Fields and first rows. */
  readonly shape: RowShape | undefined
  readonly failed: { readonly why: string } | undefined
}

export interface OpenLog {
  /** Undefined while there is none. */
  readonly get: () => Opening | undefined
  readonly subscribe: (listener: () => void) => () => void
  /** A tokenizer alone is taken for the log that is open. */
  readonly open: (files: readonly LogSource[], again?: SourceOfFiles) => void
  /** Reads the same files again, otherwise. */
  readonly change: (settings: Opening['settings']) => void
  /** Reads the files as they are now, in the same way. Resolves with the log; with undefined where that failed. */
  readonly readAgain: () => Promise<Log | undefined>
  /** Hands over the log in the exchange format. */
  readonly convert: (take: (content: Blob) => void) => void
  readonly close: () => void
}

interface Beginning extends Pick<Opening, 'files' | 'again'> {
  readonly settings?: Opening['settings']
  /** What stays on screen meanwhile. */
  readonly before?: Opening
}

export function createOpenLog(spawn?: SpawnImport): OpenLog {
  const listeners = new Set<() => void>()
  let now: Opening | undefined
  let stop: (() => void) | undefined
  let count = 0
  /** What stays on screen while files are read again. */
  let kept: Log | undefined
  /** Who waits for the reading to end. */
  let waiting: ((log: Log | undefined) => void) | undefined
  const set = (next: Opening | undefined) => {
    now = next
    for (const listener of listeners) listener()
  }
  const over = (log: Log | undefined) => {
    waiting?.(log)
    waiting = undefined
  }
  const start = ({ files, again, settings = {}, before }: Beginning) => {
    stop?.()
    over(undefined)
    kept = before?.log
    set({
      ...{
        id: before?.id ?? ++count,
        files,
        again,
        settings,
        failed: undefined,
        log: kept,
        isWhole: kept !== undefined,
      },
      ...{ formats: before?.formats ?? [], shape: before?.shape },
      reading: { file: files[0]?.name ?? '', share: 0, rows: 0 },
    })
    stop = startImport({ files, ...settings }, heard, spawn)
  }
  /** Read otherwise: what was read before is no longer so. */
  const startOtherwise = (before: Opening, settings: Opening['settings'], files = before.files) => {
    const { log: _, ...kept } = before
    start({ files, again: before.again, settings, before: { ...kept, log: undefined } })
  }
  const heard = (news: ImportNews) => {
    if (!now) return
    switch (news.type) {
      case 'formats':
        return set({ ...now, formats: news.formats })
      case 'shape':
        return shaped(now, news.shape)
      case 'progress':
        return set({ ...now, reading: news })
      case 'first':
        return set({ ...now, log: kept ?? news.log })
      case 'done':
        set({ ...now, reading: undefined, log: news.log, isWhole: true })
        return over(news.log)
      case 'failed':
        set({ ...now, reading: undefined, log: kept, failed: news })
        return over(undefined)
      case 'file':
        return undefined
    }
  }
  const shaped = (opening: Opening, shape: RowShape) => {
    // With a mapping the first file that has rows is taken, whatever they are.
    if (opening.settings.mapping && opening.shape) return
    const known = opening.settings.format === undefined ? rememberedMapping(shape) : undefined
    if (known && !opening.settings.mapping)
      startOtherwise({ ...opening, shape }, { ...opening.settings, mapping: known })
    else set({ ...opening, shape })
  }
  return {
    get: () => now,
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    open: (files, again) => {
      if (now && files.every(({ name }) => isTokenizerName(name))) {
        const others = now.files.filter(({ name }) => !isTokenizerName(name))
        return startOtherwise(now, now.settings, [...others, ...files])
      }
      start({ files, again })
    },
    change: settings => {
      if (!now) return
      if (now.shape) remember(now.shape, now.settings.mapping, settings.mapping)
      startOtherwise(now, settings)
    },
    readAgain: async () => {
      if (!now?.again) return undefined
      const { id, again } = now
      const [fresh, problem] = await again().then(
        files => [files, undefined] as const,
        (error: unknown) => [[], error instanceof Error ? error.message : 'no reason given'] as const,
      )
      // Another log may have been opened meanwhile.
      if (now?.id !== id) return undefined
      if (fresh.length === 0) {
        set({ ...now, failed: { why: `The files could not be read again: ${problem ?? 'the folder is empty'}.` } })
        return undefined
      }
      const tokenizer = now.files.filter(({ name }) => isTokenizerName(name))
      const files = [...fresh.filter(({ name }) => !isTokenizerName(name)), ...tokenizer]
      start({ files, again, settings: now.settings, before: now })
      return new Promise(resolve => {
        waiting = resolve
      })
    },
    convert: take => {
      if (!now) return
      const { files, settings } = now
      startImport({ files, ...settings, convert: true }, news => news.type === 'file' && take(news.content), spawn)
    },
    close: () => {
      stop?.()
      over(undefined)
      set(undefined)
    },
  }
}

/** A mapping that is taken back is forgotten. */
function remember(shape: RowShape, before: Mapping | undefined, next: Mapping | undefined): void {
  if (next && next !== before) rememberMapping(shape, next)
  else if (before && !next) rememberMapping(shape, undefined)
}

/** The page has one. */
export const openLog = createOpenLog()
