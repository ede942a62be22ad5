/** Reading a log for the page: pieces as they are ready, the first group before the rest. */

import { PlaygroundError } from '../core/fail.ts'
import type { Log, LogBatch } from '../core/log.ts'
import { show } from '../core/show.ts'
import type { ImportPiece, ImportRequest, UnknownShape } from '../protocol/import.ts'
import { isObject } from './exchange-fields.ts'
import type { LogFile } from './file.ts'
import { ExchangeError } from './problems.ts'
import { fieldsOfAll, type ReadProgress, readLog } from './read.ts'
import { recordsOf } from './records.ts'
import { logLines } from './write-log.ts'

export type Tell = (piece: ImportPiece, transfer?: readonly ArrayBuffer[]) => void

/** Rollouts that are handed over at once: the page takes each piece in a few milliseconds. */
const atOnce = 250

/** Resolves when all is told. */
export async function importLog(request: ImportRequest, tell: Tell): Promise<void> {
  const files = request.files.map(({ name, content }) => blobFile(name, content))
  const { format, mapping, groups } = request
  try {
    const log = await readLog(files, {
      ...(format !== undefined && { format }),
      ...(mapping && { mapping }),
      ...(groups && { groups }),
      onProgress: progressTeller(tell),
    })
    if (request.convert) tell({ type: 'file', content: new Blob([...logLines(log)]) })
    else tellLog(log, tell)
  } catch (error) {
    tell({ type: 'failed', why: reasonOf(error), ...(await shapeOf(files)) })
  }
}

/** In words that end with a cure where one is known. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof PlaygroundError || error instanceof ExchangeError) return error.message
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

function tellLog({ batches, ...head }: Log, tell: Tell): void {
  tell({ type: 'head', head: { ...head, batches: batches.length } })
  for (const [at, { rollouts, ...batch }] of batches.entries()) {
    tell({ type: 'batch', at, batch }, buffersOf(batch))
    for (let from = 0; from < rollouts.length; from += atOnce)
      tell({ type: 'rollouts', at, rollouts: rollouts.slice(from, from + atOnce) })
  }
  tell({ type: 'done' })
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

/** Of the first file: what a person needs to say which field is what. */
async function shapeOf([file]: readonly LogFile[]): Promise<{ readonly unknown?: UnknownShape }> {
  try {
    if (!file) return {}
    for await (const { records } of recordsOf(file)) {
      const rows = records
        .slice(0, 5)
        .map(({ json }) => json)
        .filter(isObject)
      if (rows.length === 0) continue
      const fields = fieldsOfAll(rows)
      return { unknown: { fields, rows: rows.map(row => fields.map(field => show(row[field]))) } }
    }
  } catch {
    // Why is told already.
  }
  return {}
}
