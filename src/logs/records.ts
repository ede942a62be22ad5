/** The things of a file, whatever holds them: lines, a document, a table. */
import { fail, PlaygroundError } from '../core/fail.ts'
import { show } from '../core/show.ts'
import { gunzipped, headOf, kindOf } from './containers/bytes.ts'
import { csvRows, csvValue } from './containers/csv.ts'
import { linesFrom, type TextLine } from './containers/lines.ts'
import { parquetRows } from './containers/parquet.ts'
import { isObject, isText, type Json } from './exchange-fields.ts'
import { notJson } from './exchange-line.ts'
import type { LogFile } from './file.ts'
import type { Container } from './format.ts'
import type { LogRecord } from './gather.ts'
import { parseJson } from './json.ts'

export interface RecordChunk {
  readonly container: Container
  readonly records: readonly LogRecord[]
  readonly problems: readonly PlaygroundError[]
  /** Bare NaN that were read as null. */
  readonly bare: number
  /** The last line is no JSON and has no end: the file was cut off while it was written. */
  readonly cut: boolean
}

const chunkOf = (
  container: Container,
  records: readonly LogRecord[],
  more: Partial<RecordChunk> = {},
): RecordChunk => ({
  container,
  records,
  problems: [],
  bare: 0,
  cut: false,
  ...more,
})

/** Reading a pickled dump runs whatever it says: this is shown, for somebody who trusts the file, and never run. */
export const converter = `import json, torch
dump = torch.load("rollout.pt", weights_only=False)
with open("rollout.jsonl", "w") as out:
    for s in dump["samples"]:
        out.write(json.dumps({"group": s["group_index"], "prompt": s["prompt"], "response": s["response"],
                              "reward": s["reward"], "iteration": dump["rollout_id"]}) + "\\n")`

export const pickled = (name: string): PlaygroundError =>
  new PlaygroundError(
    name,
    'JSONL, JSON, CSV, parquet or a zip of such files',
    'a pickled dump',
    'Reading one runs whatever it says: write it as JSONL where you trust it (import --help shows how).',
  )

/** Chunk by chunk, as the file arrives. Throws the house error where it is damaged as a whole. */
export async function* recordsOf(file: LogFile): AsyncIterable<RecordChunk> {
  switch (kindOf(await headOf(file))) {
    case 'gzip':
      yield* recordsOf(await gunzipped(file))
      return
    case 'parquet':
      yield* tableChunks(parquetRows(file))
      return
    case 'pickle':
      throw pickled(file.name)
    case 'zip':
      return fail(file.name, 'an archive that was opened before', 'one within another', 'Unpack it first.')
    case 'text':
      yield* textRecords(file)
  }
}

async function* tableChunks(rows: AsyncIterable<readonly Json[]>): AsyncIterable<RecordChunk> {
  let before = 0
  for await (const chunk of rows) {
    yield chunkOf('table', numbered(chunk, before))
    before += chunk.length
  }
}

const numbered = (rows: readonly Json[], before = 0): LogRecord[] =>
  rows.map((json, k) => ({ row: before + k + 1, json }))

async function* textRecords(file: LogFile): AsyncIterable<RecordChunk> {
  /** Lines of which it is not yet known what they are. */
  let held: readonly TextLine[] = []
  let known = false
  for await (const lines of linesFrom(file)) {
    if (known) yield fromLines(lines)
    else {
      held = [...held, ...lines]
      const [first] = held
      known = first !== undefined && isObject(parseJson(first.text)?.value)
      if (known) yield fromLines(held)
    }
  }
  if (!known && held.length > 0) yield fromDocument(file.name, held)
}

/** One object per line. */
function fromLines(lines: readonly TextLine[]): RecordChunk {
  const records: LogRecord[] = []
  const problems: PlaygroundError[] = []
  let [bare, cut] = [0, false]
  for (const { line, text, open } of lines) {
    const parsed = parseJson(text)
    bare += parsed?.bare ?? 0
    if (isObject(parsed?.value)) records.push(...expanded(parsed.value, line, parsed.legal ? undefined : text))
    else if (!parsed && open) cut = true
    else problems.push(parsed ? noObject(line, parsed.value) : notJson(line, text))
  }
  return chunkOf('lines', records, { problems, bare, cut })
}

const noObject = (line: number, got: unknown): PlaygroundError =>
  new PlaygroundError(`line ${line}`, 'a JSON object', show(got), 'Each line is one rollout.')

/** A table that W&B writes is one object of columns and rows. */
function expanded(json: Json, row: number, loose?: string): LogRecord[] {
  const { columns, data } = json
  if (!Array.isArray(columns) || !columns.every(isText) || !Array.isArray(data))
    return [{ row, json, ...(loose !== undefined && { loose }) }]
  const rows: readonly unknown[] = data
  const held = rows.filter(Array.isArray)
  return numbered(held.map(cells => Object.fromEntries(columns.map((name, k) => [name, cells[k] ?? null]))))
}

function fromDocument(name: string, lines: readonly TextLine[]): RecordChunk {
  const text = lines.map(line => line.text).join('\n')
  const parsed = parseJson(text)
  if (isObject(parsed?.value)) return chunkOf('document', expanded(parsed.value, 1), { bare: parsed.bare })
  if (parsed && Array.isArray(parsed.value)) {
    const items: readonly unknown[] = parsed.value
    const records = items.flatMap((json, k) => (isObject(json) ? [{ row: k + 1, json }] : []))
    return chunkOf('document', records, { bare: parsed.bare })
  }
  if (lines.some(line => isObject(parseJson(line.text)?.value))) return fromLines(lines)
  if (/^\s*[{[]/.test(text)) return fail(name, 'whole JSON', show(text), 'It may be cut off: copy the file again.')
  return fromTable(name, text)
}

function fromTable(name: string, text: string): RecordChunk {
  const [header, ...rows] = csvRows(text)
  if (!header || header.length < 2)
    return fail(name, 'JSONL, JSON, CSV, parquet or a zip of such files', show(text), 'Choose the files of a trainer.')
  const problems = rows.flatMap((row, k) =>
    row.length === header.length
      ? []
      : [new PlaygroundError(`line ${k + 2}`, `${header.length} cells`, `${row.length}`, 'Missing ones are empty.')],
  )
  const records = rows.map(row => Object.fromEntries(header.map((field, k) => [field.trim(), csvValue(row[k] ?? '')])))
  return chunkOf('table', numbered(records), { problems })
}
