/** Zip archives: a folder in one file. Members may be stored, deflated, or zstd (method 93), as Inspect writes them. */
import { fail } from '../../core/fail.ts'
import { show } from '../../core/show.ts'
import type { LogFile } from '../file.ts'
import { mostUnpacked, unpacked } from './bytes.ts'

interface Member {
  readonly name: string
  readonly method: number
  readonly packed: number
  readonly size: number
  readonly at: number
}

const endLength = 22
const endMark = 0x06054b50
const memberMark = 0x02014b50
const longestComment = 65_535

/** The members as files, in the order of the archive; folders are none. */
export async function membersOf(archive: LogFile): Promise<readonly LogFile[]> {
  const damaged = (got: string): never => fail(archive.name, 'a whole zip archive', got, 'Copy the file again.')
  const tailStart = Math.max(0, archive.size - endLength - longestComment)
  const tail = new DataView(await archive.bytes(tailStart, archive.size))
  const end = lastMark(tail) ?? damaged('no table of contents at its end')
  const [count, length, from] = [
    tail.getUint16(end + 10, true),
    tail.getUint32(end + 12, true),
    tail.getUint32(end + 16, true),
  ]
  if (count === 0xffff || from === 0xffffffff) damaged('one of the large kind (zip64)')
  const table = new DataView(await archive.bytes(from, Math.min(archive.size, from + length)))
  const members = readTable(table, count) ?? damaged('a damaged table of contents')
  return members.filter(({ name }) => !name.endsWith('/')).map(member => fileOfMember(archive, member))
}

function lastMark(tail: DataView): number | undefined {
  for (let at = tail.byteLength - endLength; at >= 0; at--) if (tail.getUint32(at, true) === endMark) return at
  return undefined
}

function readTable(table: DataView, count: number): Member[] | undefined {
  const members: Member[] = []
  for (let at = 0, k = 0; k < count; k++) {
    if (at + 46 > table.byteLength || table.getUint32(at, true) !== memberMark) return undefined
    const [name, extra, comment] = [28, 30, 32].map(offset => table.getUint16(at + offset, true))
    const [packed, size, start] = [20, 24, 42].map(offset => table.getUint32(at + offset, true))
    const end = at + 46 + name!
    if (end > table.byteLength) return undefined
    members.push({
      name: new TextDecoder().decode(new Uint8Array(table.buffer, table.byteOffset + at + 46, name!)),
      method: table.getUint16(at + 10, true),
      packed: packed!,
      size: size!,
      at: start!,
    })
    at = end + extra! + comment!
  }
  return members
}

function fileOfMember(archive: LogFile, member: Member): LogFile {
  const name = `${archive.name}/${member.name}`
  const stream = async function* () {
    const head = new DataView(await archive.bytes(member.at, member.at + 30))
    if (head.byteLength < 30) fail(name, 'a whole member', 'one that is cut off', 'Copy the file again.')
    const from = member.at + 30 + head.getUint16(26, true) + head.getUint16(28, true)
    yield* unpackMember(name, member, await archive.bytes(from, from + member.packed))
  }
  const bytes = async (from: number, to: number) => {
    const parts: Uint8Array<ArrayBuffer>[] = []
    for await (const part of stream()) parts.push(Uint8Array.from(part))
    return new Blob(parts).slice(from, to).arrayBuffer()
  }
  return { name, size: member.size, bytes, stream }
}

async function* unpackMember(name: string, { method, size }: Member, packed: ArrayBuffer): AsyncIterable<Uint8Array> {
  const bytes = new Uint8Array(packed)
  if (size > mostUnpacked / 8)
    fail(name, `at most ${mostUnpacked / 8} bytes`, `${size}`, 'Unpack the archive, and open a part.')
  if (method === 0) yield bytes
  else if (method === 8) yield* unpacked(name, one(bytes), 'deflate-raw', size)
  else if (method === 93) yield await unpackZstd(name, bytes)
  else fail(name, 'a member stored, deflated or in zstd', `method ${show(method)}`, 'Pack the files again.')
}

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}

async function unpackZstd(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  const { decompress } = await import('fzstd')
  try {
    return decompress(bytes)
  } catch {
    return fail(name, 'whole zstd data', 'damaged data', 'Copy the file again.')
  }
}
