/** Files of a log from the disk. */
import { createReadStream } from 'node:fs'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fail } from '../core/fail.ts'
import { fileOf, type LogFile } from '../logs/file.ts'

/** A folder stands for all files in it. Fails with exit code 1 where one cannot be read. */
export async function logFiles(paths: readonly string[]): Promise<LogFile[]> {
  const found = await Promise.all(paths.map(path => (path === '-' ? piped() : filesAt(path))))
  return found.flat()
}

async function filesAt(path: string): Promise<LogFile[]> {
  const known = await stat(path).catch((error: unknown) => unreadable(path, error))
  if (!known.isDirectory()) return [await smallOrLarge(path, known.size)]
  const names = await readdir(path, { recursive: true })
  const held = await Promise.all(names.map(async name => ({ name, known: await stat(join(path, name)) })))
  return held.flatMap(({ name, known }) =>
    known.isFile() ? [diskFile(join(path, name), known.size, folderName(path, name))] : [],
  )
}

/** What fits well into memory is read at once. */
const smallOrLarge = async (path: string, size: number): Promise<LogFile> =>
  size > 2 ** 24
    ? diskFile(path, size)
    : fileOf(path, Uint8Array.from(await readFile(path).catch((error: unknown) => unreadable(path, error))))

const unreadable = (path: string, error: unknown): never => {
  const got = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return fail(path, 'a file that can be read', got, 'Check the path.')
}

const folderName = (folder: string, name: string): string =>
  `${basename(resolve(folder))}/${name.replaceAll('\\', '/')}`

const diskFile = (path: string, size: number, name = path): LogFile => ({
  name,
  size,
  stream: () => createReadStream(path, { highWaterMark: 2 ** 20 }),
  bytes: async (from, to) => {
    const handle = await open(path)
    try {
      const length = Math.max(0, Math.min(size, to) - from)
      const buffer = new ArrayBuffer(length)
      await handle.read(new Uint8Array(buffer), 0, length, from)
      return buffer
    } finally {
      await handle.close()
    }
  },
})

async function piped(): Promise<LogFile[]> {
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
  return [fileOf('-', Uint8Array.from(Buffer.concat(chunks)))]
}
