/** Files that were chosen or dropped, with their folders. */
import type { LogSource } from '../../store/open-log.ts'

export const sourcesOf = (files: readonly File[]): LogSource[] =>
  files.map(file => ({ name: file.webkitRelativePath || file.name, content: file }))

/** More than this is no log. */
const mostFiles = 5000

/** What was dropped; folders with all that is in them, where the browser knows folders. */
export async function droppedSources(
  entries: readonly FileSystemEntry[],
  files: readonly File[],
): Promise<LogSource[]> {
  if (entries.length === 0) return sourcesOf(files)
  const found: LogSource[] = []
  for (const entry of entries) await walk(entry, found)
  return found
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
