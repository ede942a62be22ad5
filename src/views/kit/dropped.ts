/** What was dropped onto the page, held before the browser lets go of it. */
export interface Dropped {
  readonly handles: readonly Promise<FileSystemHandle | null>[]
  readonly entries: readonly FileSystemEntry[]
  readonly files: readonly File[]
}

/** To be called at once: what is dropped is gone as soon as the event is over. */
export const droppedOf = ({ items, files }: DataTransfer): Dropped => ({
  handles: [...items].flatMap(item => item.getAsFileSystemHandle?.() ?? []),
  entries: [...items].flatMap(item => item.webkitGetAsEntry() ?? []),
  files: [...files],
})
