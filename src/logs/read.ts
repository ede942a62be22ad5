/** From files of any format to a log. */
import type { Column } from '../core/columns.ts'
import { fail, PlaygroundError } from '../core/fail.ts'
import type { Log } from '../core/log.ts'
import type { Mapping } from '../core/mapping.ts'
import { bounded } from '../core/show.ts'
import { headOf, kindOf } from './containers/bytes.ts'
import { membersOf } from './containers/zip.ts'
import type { Json } from './exchange-fields.ts'
import type { LogFile } from './file.ts'
import { formatOf, formats, type Sample } from './format.ts'
import { Gathering } from './gather.ts'
import type { GroupChoice } from './group-rows.ts'
import { mapped } from './mapped.ts'
import { ExchangeError, namesOf } from './problems.ts'
import { rated, type Told, told } from './recognise.ts'
import { type RecordChunk, recordsOf } from './records.ts'
import { apartTokenizer, type LogTokenizer, readTokenizer } from './tokenizer.ts'

export interface ReadLogOptions {
  /** Id of a format; omitted: the one that each file looks like. */
  readonly format?: string
  /** Reads rows as it says, whatever they look like. */
  readonly mapping?: Mapping
  readonly groups?: GroupChoice
  /** Columns that will be read. What is wrong with another is told, and that column left out. Omitted: all. */
  readonly reads?: readonly Column[]
  /** The first rows of each file, and whether it is read as a log. */
  readonly onSample?: (records: readonly Json[], isRead: boolean) => void
  /** After every chunk: bytes read of how many, and the log so far on demand. */
  readonly onProgress?: (progress: ReadProgress) => void
}

export interface ReadProgress {
  readonly file: string
  readonly bytes: number
  readonly total: number
  readonly rows: number
  /** The log of the rows that were read; undefined where there is none yet. */
  readonly soFar: () => Log | undefined
}

/** Reads the files of one log. Throws the house error, or an ExchangeError, where they hold no rollout that can be read. */
export async function readLog(given: readonly LogFile[], options: ReadLogOptions = {}): Promise<Log> {
  if (given.length === 0)
    fail('log', 'at least one file', 'none', 'Choose the files or the folder that a trainer wrote.')
  const { files: all, tokenizer } = apartTokenizer(await withoutArchives(given))
  const { files } = apartTokenizer(given)
  const [first] = files
  if (!first || all.length === 0)
    fail('log', 'rollouts beside the tokenizer', 'a tokenizer alone', 'Give it together with the files of a log.')
  const reading = new Reading(files.length === 1 ? first.name : folderOf(files), options)
  if (tokenizer) await reading.cutBy(tokenizer)
  let before = 0
  const total = all.reduce((sum, { size }) => sum + size, 0)
  for (const file of inOrder(all)) {
    if (isBeside(file.name)) reading.passOver(file.name)
    else await reading.read(counted(file), bytes => ({ bytes: before + bytes, total }))
    before += file.size
  }
  return reading.log()
}

/** Numbers in names count as numbers: step 10 comes after step 9. */
const inOrder = (files: readonly LogFile[]): LogFile[] =>
  [...files].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))

const folderOf = (files: readonly LogFile[]): string =>
  files[0]!.name.includes('/') ? files[0]!.name.split('/')[0]! : `${files[0]!.name} and ${files.length - 1} more`

const isBeside = (name: string): boolean => [...formats.values()].some(({ beside }) => beside?.test(name))

async function withoutArchives(files: readonly LogFile[]): Promise<LogFile[]> {
  const opened = await Promise.all(
    files.map(async file => (kindOf(await headOf(file)) === 'zip' ? membersOf(file) : [file])),
  )
  return opened.flat()
}

interface CountedFile {
  readonly file: LogFile
  readonly read: () => number
}

/** Counts what is streamed. */
function counted(file: LogFile): CountedFile {
  let read = 0
  const stream = async function* () {
    for await (const chunk of file.stream()) {
      read += chunk.length
      yield chunk
    }
  }
  return { file: { ...file, stream }, read: () => read }
}

/** Rows that are looked at to tell a format. */
const sampled = 8

/** The files of a log, read one after another. Each may be of another format: the one with most rollouts is the log. */
class Reading {
  readonly #gatherings = new Map<string, Gathering>()
  #tokenizer: LogTokenizer | undefined
  readonly #passed: string[] = []
  readonly #empty: string[] = []
  readonly #problems: PlaygroundError[] = []

  constructor(
    readonly name: string,
    readonly options: ReadLogOptions,
  ) {}

  /** A tokenizer that cannot be read is told of; the log is read without it. */
  async cutBy(file: LogFile): Promise<void> {
    try {
      this.#tokenizer = await readTokenizer(file)
    } catch (error) {
      if (!(error instanceof PlaygroundError)) throw error
      this.#problems.push(error)
    }
  }

  passOver(name: string): void {
    this.#passed.push(name)
  }

  async read({ file, read }: CountedFile, at: (bytes: number) => Pick<ReadProgress, 'bytes' | 'total'>): Promise<void> {
    try {
      let gathering: Gathering | undefined
      let some = false
      for await (const chunk of recordsOf(file)) {
        some ||= chunk.records.length > 0
        gathering ??= this.#gatheringFor(file.name, chunk)
        if (gathering) this.#take(gathering, file.name, chunk)
        else this.#problems.push(...chunk.problems.map(problem => named(file.name, problem)))
        this.options.onProgress?.({
          file: file.name,
          ...at(read()),
          rows: gathering?.rows ?? 0,
          soFar: () => this.#soFar(gathering),
        })
      }
      if (!gathering) (some ? this.#passed : this.#empty).push(file.name)
    } catch (error) {
      if (!(error instanceof PlaygroundError)) throw error
      this.#problems.push(error)
    }
  }

  #soFar(gathering: Gathering | undefined): Log | undefined {
    return gathering && gathering.rows > 0 ? gathering.log() : undefined
  }

  #take(gathering: Gathering, name: string, { records, problems, bare, cut }: RecordChunk): void {
    gathering.add(name, records)
    for (const problem of problems) gathering.problem(gathering.format.strict ? problem : named(name, problem))
    if (bare > 0)
      gathering.notice(`${bounded(name, 100)}: NaN stands bare, which JSON does not have; read as a missing value.`)
    if (cut) gathering.notice(`${bounded(name, 100)}: the last line is cut off; left out.`)
  }

  #gatheringFor(name: string, { container, records }: RecordChunk): Gathering | undefined {
    const sample = { name, container, records: records.slice(0, sampled).map(({ json }) => json) }
    const { format, recognised } = this.#formatFor(sample)
    this.options.onSample?.(sample.records, format !== undefined)
    if (!format) return undefined
    const known = this.#gatherings.get(format.id)
    if (known) return known
    const { reads, groups } = this.options
    const made = new Gathering(format, { name: this.name, reads, groups, recognised, tokenizer: this.#tokenizer })
    this.#gatherings.set(format.id, made)
    if (this.options.format !== undefined && rated(format, sample).sure === 0)
      made.notice(`The rows of ${bounded(name, 100)} do not look like ${format.title}, as which they are read.`)
    return made
  }

  #formatFor(sample: Sample): Told {
    const { format, mapping } = this.options
    if (mapping) return { format: mapped(mapping) }
    if (format !== undefined) return { format: formatOf(format) }
    return told(sample)
  }

  log(): Log {
    const [most, ...others] = [...this.#gatherings.values()].sort((a, b) => b.rows - a.rows)
    if (!most) return this.#failUnknown()
    for (const problem of this.#problems) most.problem(problem)
    for (const { format, rows } of others.filter(({ rows }) => rows > 0))
      most.notice(`${rows} rollouts of another format (${format.title}) are left out: open them by themselves.`)
    if (this.#passed.length > 0) most.notice(`Without rollouts, passed over: ${namesOf(this.#passed)}.`)
    return this.#whole(most)
  }

  /** Complaints about a file that is refused begin with its name; others have it already. */
  #whole(gathering: Gathering): Log {
    try {
      return gathering.log()
    } catch (error) {
      throw error instanceof ExchangeError && gathering.format.strict ? error.in(this.name) : error
    }
  }

  #failUnknown(): never {
    if (this.#problems.length > 0) throw new ExchangeError(this.#problems)
    if (this.#passed.length === 0 && this.#empty.length > 0)
      fail(
        bounded(this.#empty.join(', '), 200),
        'at least one rollout',
        'an empty file',
        'The trainer may not have written to it yet.',
      )
    return fail(this.name, 'rollouts of a known format', 'none', knownWords())
  }
}

const named = (name: string, { where, expected, got, cure }: PlaygroundError): PlaygroundError =>
  new PlaygroundError(`${bounded(name, 100)} ${where}`, expected, got, cure)

const knownWords = (): string => `Known are ${[...formats.values()].map(({ title }) => title).join(', ')}.`
