/** The file behind `--out`: known to be writable before anything is trained, whole at every moment, newest result last. */
import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fail } from '../core/fail.ts'
import { UsageError } from './args.ts'

export interface OutFile {
  /** Replaces the content in one step: a reader sees the old text or the new one. Fails with exit code 1. */
  readonly write: (text: string) => Promise<void>
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

/** Fails with exit code 2 where nothing can be written. */
export async function outFile(path: string): Promise<OutFile> {
  const partial = `${path}.partial`
  const refuse = (got: string): never => {
    throw new UsageError(`--out ${path}`, 'a file that can be written', got, 'Name a file in a folder that exists.')
  }
  const known = await stat(path).catch(() => undefined)
  if (known && !known.isFile()) refuse(known.isDirectory() ? 'a folder' : 'something that is no file')
  await access(dirname(path), constants.W_OK).catch((error: unknown) => refuse(codeOf(error)))
  await writeFile(partial, '').catch((error: unknown) => refuse(codeOf(error)))
  await rm(partial)
  return {
    write: async text => {
      try {
        await writeFile(partial, text)
        await rename(partial, path)
      } catch (error) {
        fail(`--out ${path}`, 'a file that can be written', codeOf(error), 'Make room, or name another file.')
      }
    },
  }
}
