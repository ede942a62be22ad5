/** What the File System Access API adds to a browser that has it; TypeScript's own types leave it out. */
interface Window {
  readonly showDirectoryPicker?: () => Promise<FileSystemDirectoryHandle>
  readonly showOpenFilePicker?: (options: { readonly multiple: true }) => Promise<readonly FileSystemFileHandle[]>
}

interface DataTransferItem {
  readonly getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>
}

interface FileSystemDirectoryHandle {
  readonly values: () => AsyncIterableIterator<FileSystemDirectoryHandle | FileSystemFileHandle>
}
