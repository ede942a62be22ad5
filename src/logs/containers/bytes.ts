/** What a file is by its first bytes, and unpacking. */
import { fail } from '../../core/fail.ts'
import type { LogFile } from '../file.ts'

export type Kind = 'gzip' | 'zip' | 'parquet' | 'pickle' | 'text'

const starts = (bytes: Uint8Array, ...wanted: readonly number[]): boolean =>
  wanted.every((byte, k) => bytes[k] === byte)

export function kindOf(head: Uint8Array): Kind {
  if (starts(head, 0x1f, 0x8b)) return 'gzip'
  if (starts(head, 0x50, 0x4b, 3, 4) || starts(head, 0x50, 0x4b, 5, 6)) return 'zip'
  if (starts(head, 0x50, 0x41, 0x52, 0x31)) return 'parquet'
  // Protocols 2 to 5; older ones are text that no reader below takes for anything.
  if (head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5) return 'pickle'
  return 'text'
}

export const headOf = async (file: LogFile): Promise<Uint8Array> =>
  new Uint8Array(await file.bytes(0, Math.min(file.size, 16)))

/** More than this is not unpacked: a small file may claim to be endless. */
export const mostUnpacked = 4 * 2 ** 30

/** A stream unpacked by the platform. Fails where it is damaged or grows beyond all measure. */
export async function* unpacked(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  format: CompressionFormat,
  most = mostUnpacked,
): AsyncIterable<Uint8Array> {
  const source = bytes[Symbol.asyncIterator]()
  const packed = new ReadableStream<BufferSource>({
    pull: async controller => {
      const { done, value } = await source.next()
      if (done) controller.close()
      else controller.enqueue(Uint8Array.from(value))
    },
  })
  const reader = packed.pipeThrough(new DecompressionStream(format)).getReader()
  let total = 0
  while (true) {
    const chunk = await reader
      .read()
      .catch(() => fail(file, `whole ${format} data`, 'damaged data', 'Copy the file again.'))
    if (chunk.done) return
    total += chunk.value.length
    if (total > most) fail(file, `at most ${most} bytes when unpacked`, 'more', 'Unpack it, and open a part of it.')
    yield chunk.value
  }
}

/** A file with its content unpacked on reading. Its size is not known before. */
export async function gunzipped(file: LogFile): Promise<LogFile> {
  const name = file.name.replace(/\.gz$/, '')
  const stream = () => unpacked(file.name, file.stream(), 'gzip')
  const whole = async () => {
    const parts: Uint8Array<ArrayBuffer>[] = []
    for await (const part of stream()) parts.push(Uint8Array.from(part))
    return new Blob(parts).arrayBuffer()
  }
  const head = await firstOf(stream())
  if (kindOf(head) === 'text')
    return { name, size: file.size, stream, bytes: async (from, to) => head.slice(from, to).buffer }
  const all = await whole()
  return {
    name,
    size: all.byteLength,
    bytes: async (from, to) => all.slice(from, to),
    stream: async function* () {
      yield new Uint8Array(all)
    },
  }
}

async function firstOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  for await (const part of stream) return Uint8Array.from(part)
  return new Uint8Array()
}
