/** Files that were chosen or dropped, with their folders; and where the browser allows it, the same files as they are later. */
import type { LogSource, SourceOfFiles } from '../../store/open-log.ts'
import type { Dropped } from '../kit/dropped.ts'

export interface Chosen {
  readonly files: readonly LogSource[]
  readonly again?: SourceOfFiles
}

export const sourcesOf = (files: readonly File[]): LogSource[] =>
  files.map(file => ({ name: file.webkitRelativePath || file.name, content: file }))

/** More than this is no log. */
const mostFiles = 5000

type Handle = FileSystemDirectoryHandle | FileSystemFileHandle

const isHandle = (handle: FileSystemHandle | null): handle is Handle =>
  handle instanceof FileSystemDirectoryHandle || handle instanceof FileSystemFileHandle

/** Handles stay good: each call reads what is there now. */
export async function fromHandles(handles: readonly Handle[]): Promise<Chosen> {
  const again = async () => {
    const found: LogSource[] = []
    for (const handle of handles) await walkHandle(handle, '', found)
    return found
  }
  return { files: await again(), again }
}

async function walkHandle(handle: Handle, folder: string, found: LogSource[]): Promise<void> {
  if (found.length >= mostFiles) return
  const name = folder + handle.name
  if (handle instanceof FileSystemFileHandle) found.push({ name, content: await handle.getFile() })
  else for await (const child of handle.values()) await walkHandle(child, `${name}/`, found)
}

/** What the browser's own dialogs can hand over: undefined where it has none, or nothing was chosen. */
export async function pickFolder(): Promise<Chosen | undefined> {
  const handle = await picked(() => window.showDirectoryPicker?.())
  return handle && fromHandles([handle])
}

export async function pickFiles(): Promise<Chosen | undefined> {
  const handles = await picked(() => window.showOpenFilePicker?.({ multiple: true }))
  return handles && fromHandles(handles)
}

export const hasPickers = (): boolean => window.showDirectoryPicker !== undefined

/** A dialog that is closed without a choice fails. */
async function picked<T>(ask: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined
    throw error
  }
}

/** What was dropped; folders with all that is in them, where the browser knows folders. */
export async function droppedSources({ handles, entries, files }: Dropped): Promise<Chosen> {
  const all: readonly (FileSystemHandle | null)[] = await Promise.all(handles).catch(() => [])
  const held = all.filter(isHandle)
  if (held.length > 0) return fromHandles(held)
  if (entries.length === 0) return { files: sourcesOf(files) }
  const found: LogSource[] = []
  for (const entry of entries) await walk(entry, found)
  return { files: found }
}

async function walk(entry: FileSystemEntry, found: LogSource[]): Promise<void> {
  if (found.length >= mostFiles) return
  const name = entry.fullPath.replace(/^\//, '')
  if (entry instanceof FileSystemFileEntry) {
    found.push({ name, content: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)) })
  } else if (entry instanceof FileSystemDirectoryEntry) {
    const reader = entry.createReader()
    while (true) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
      if (some.length === 0) return
      for (const one of some) await walk(one, found)
    }
  }
}
