/** Reading a log for the page: pieces as they are ready, the first group before the rest. */

import { PlaygroundError } from '../core/fail.ts'
import type { Log, LogBatch } from '../core/log.ts'
import { lookOf } from '../core/log-look.ts'
import { show } from '../core/show.ts'
import type { ImportPiece, ImportRequest, RowShape } from '../protocol/import.ts'
import type { Json } from './exchange-fields.ts'
import type { LogFile } from './file.ts'
import { formats } from './format.ts'
import { portions, weightOf } from './portions.ts'
import { ExchangeError } from './problems.ts'
import { type ReadProgress, readLog } from './read.ts'
import { fieldsOfAll } from './recognise.ts'
import { logLines } from './write-log.ts'

export type Tell = (piece: ImportPiece, transfer?: readonly ArrayBuffer[]) => void

/** What is handed over at once at most: the page takes each piece in a few milliseconds. */
const [weightAtOnce, wordsAtOnce] = [2 ** 18, 5000]

/** Resolves when all is told. */
export async function importLog(request: ImportRequest, tell: Tell): Promise<void> {
  const files = request.files.map(({ name, content }) => blobFile(name, content))
  const { format, mapping, groups } = request
  const shape = shapeTeller(tell)
  tell({ type: 'formats', formats: [...formats.values()].map(({ id, title }) => ({ id, title })) })
  try {
    const log = await readLog(files, {
      ...(format !== undefined && { format }),
      ...(mapping && { mapping }),
      ...(groups && { groups }),
      onProgress: progressTeller(tell),
      onSample: shape.heard,
    })
    if (request.convert) tell({ type: 'file', content: new Blob([...logLines(log)]) })
    else tellLog(log, tell)
  } catch (error) {
    shape.otherwise()
    tell({ type: 'failed', why: reasonOf(error) })
  }
}

/** In words that end with a cure where one is known. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof PlaygroundError || error instanceof ExchangeError) return error.message
  // A browser hands over a file as it was when it was chosen.
  if (error instanceof DOMException && /^Not(Readable|Found)Error$/.test(error.name))
    return 'A file has changed or is gone since it was chosen: choose it again.'
  return `The log could not be read: ${error instanceof Error ? error.message : show(error)}`
}

function progressTeller(tell: Tell): (progress: ReadProgress) => void {
  let previewed = false
  return ({ file, bytes, total, rows, soFar }) => {
    tell({ type: 'progress', file, bytes, total, rows })
    if (!previewed && rows > 0) previewed = tellFirst(soFar, tell)
  }
}

/** Once a second group has begun, the first is whole. */
function tellFirst(soFar: () => Log | undefined, tell: Tell): boolean {
  const log = attempt(soFar)
  const [first] = log?.batches ?? []
  if (!log || !first || first.batch.groups < 2) return false
  tell({ type: 'first', log: { ...log, batches: [first], problems: [] } })
  return true
}

/** A refusal is told at the end, of the whole log. */
function attempt(soFar: () => Log | undefined): Log | undefined {
  try {
    return soFar()
  } catch {
    return undefined
  }
}

function tellLog({ batches, vocabulary, ...head }: Log, tell: Tell): void {
  tell({ type: 'head', head })
  for (const words of portions(vocabulary, () => 1, wordsAtOnce)) tell({ type: 'words', words })
  for (const [at, { rollouts, ...batch }] of batches.entries()) {
    const look = lookOf(batch.batch)
    const made = look.credit?.buffer instanceof ArrayBuffer ? [look.credit.buffer] : []
    tell({ type: 'batch', at, batch: { ...batch, look } }, [...buffersOf(batch), ...made])
    for (const some of portions(rollouts, weightOf, weightAtOnce)) tell({ type: 'rollouts', at, rollouts: some })
  }
  tell({ type: 'done' })
}

/** Shape of the first file that is read, else of the first that has rows. */
function shapeTeller(tell: Tell) {
  let isTold = false
  let unread: RowShape | undefined
  const told = (shape: RowShape) => {
    if (!isTold) tell({ type: 'shape', shape })
    isTold = true
  }
  return {
    heard: (records: readonly Json[], isRead: boolean) => {
      const rows = records.slice(0, 5).filter(row => Object.keys(row).length > 0)
      if (isTold || rows.length === 0) return
      const fields = fieldsOfAll(rows)
      const shape = { fields, rows: rows.map(row => fields.map(field => show(row[field]))) }
      if (isRead) told(shape)
      else unread ??= shape
    },
    otherwise: () => unread && told(unread),
  }
}

function buffersOf({ batch }: Omit<LogBatch, 'rollouts'>): ArrayBuffer[] {
  const held = [batch, batch.rewardParts, batch.turns].flatMap(part => Object.values(part ?? {}))
  const buffers = held.flatMap(column =>
    ArrayBuffer.isView(column) && column.buffer instanceof ArrayBuffer ? [column.buffer] : [],
  )
  return [...new Set(buffers)]
}

export const blobFile = (name: string, content: Blob): LogFile => ({
  name,
  size: content.size,
  bytes: (from, to) => content.slice(from, to).arrayBuffer(),
  stream: async function* () {
    const reader = content.stream().getReader()
    while (true) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  },
})
