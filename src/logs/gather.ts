/** Records of files, gathered into a log. What all formats have in common is done here, once. */
import { type Column, columns } from '../core/columns.ts'
import { PlaygroundError } from '../core/fail.ts'
import type { Grouping, Log, Recognised } from '../core/log.ts'
import { bounded } from '../core/show.ts'
import { type Assembled, assemble } from './assemble.ts'
import { checkColumns } from './check-lines.ts'
import { Fields, type Json, type Report } from './exchange-fields.ts'
import { type Line, notJson } from './exchange-line.ts'
import { fieldsOf, otherwise } from './fields.ts'
import type { LogFormat, LogRow } from './format.ts'
import type { GroupChoice } from './group-rows.ts'
import { groupingOf } from './grouping.ts'
import { iterationIn } from './iteration-in-name.ts'
import { byKind, ExchangeError, namesOf } from './problems.ts'
import { standInNotices, withStandIns } from './stand-ins.ts'
import {
  atWords,
  type Cutting,
  heldColumns,
  linesOf,
  type MadeLines,
  type PlacedRow,
  patchyColumns,
  soundRow,
} from './to-lines.ts'
import { namesOfTokens } from './token-names.ts'
import type { LogTokenizer } from './tokenizer.ts'
import { weighed } from './weigh.ts'

export interface GatherOptions {
  /** Of the log. */
  readonly name: string
  /** Columns that will be read. What is wrong with another is told, and that column left out. Omitted: all. */
  readonly reads?: readonly Column[] | undefined
  readonly groups?: GroupChoice | undefined
  readonly tokenizer?: LogTokenizer | undefined
  readonly recognised?: Recognised | undefined
}

export interface LogRecord {
  /** From 1. */
  readonly row: number
  readonly json: Json
  /** The line, where it is no JSON as it stands but could be read as Python writes it. */
  readonly loose?: string
}

/** Trainers keep what they measured beside what they trained on. */
const isEvaluation = (file: string): boolean => /(^|[/_-])(val|valid|validation|eval|evals|test)[/_-]/.test(file)

const evaluations = (count: number): string[] =>
  count === 0
    ? []
    : [
        `${count === 1 ? '1 rollout of an evaluation is' : `${count} rollouts of evaluations are`} left out: open such files by themselves.`,
      ]

/** Takes records as they are read; answers, at any time, with the log so far. */
export class Gathering {
  readonly #rows: PlacedRow[] = []
  readonly #problems: PlaygroundError[] = []
  readonly #spared = new Map<Column, PlaygroundError[]>()
  /** Fields that are not kept, with the first line of each. */
  readonly #unknown = new Map<string, number>()
  readonly #notices = new Set<string>()

  constructor(
    readonly format: LogFormat,
    readonly options: GatherOptions,
  ) {}

  get rows(): number {
    return this.#rows.length
  }

  notice(sentence: string): void {
    this.#notices.add(sentence)
  }

  /** `column`: the one whose values are wrong; others may be read without it. */
  readonly problem: Report = (problem, column) => {
    const { reads } = this.options
    if (!this.format.strict || column === undefined || reads === undefined || reads.includes(column))
      this.#problems.push(problem)
    else this.#spared.set(column, [...(this.#spared.get(column) ?? []), problem])
  }

  add(file: string, records: readonly LogRecord[]): void {
    const strict = this.format.strict ?? false
    const iteration = strict ? undefined : iterationIn(file)
    const report = strict ? this.problem : this.#reportIn(file)
    for (const { row, json, loose } of records) {
      if (strict && loose !== undefined) {
        this.problem(notJson(row, loose))
        continue
      }
      const before = this.#problems.length
      const fields = new Fields(row, json, report)
      const read = this.format.rows(fields)
      // What is compared later would only echo what is wrong with this line.
      if (strict && this.#problems.length > before) continue
      for (const one of read) this.#rows.push(this.#placed(one, fields, file, iteration))
      for (const field of this.format.unknown?.(json) ?? [])
        if (!this.#unknown.has(field)) this.#unknown.set(field, row)
    }
  }

  #reportIn =
    (file: string): Report =>
    ({ where, expected, got, cure }, column) =>
      this.problem(new PlaygroundError(`${bounded(file, 100)} ${where}`, expected, got, cure), column)

  #placed(row: LogRow, fields: Fields, file: string, iteration: number | undefined): PlacedRow {
    const sound = this.format.strict ? row : soundRow(row, fields)
    const group = this.format.groupsOfFile && sound.group !== undefined && { group: `${file} ${sound.group}` }
    const evaluation = sound.evaluation ?? isEvaluation(file)
    return { ...sound, iteration: sound.iteration ?? iteration, ...group, evaluation, file, line: fields.line }
  }

  /** Throws what is wrong where nothing is left, or where the format allows no fault. */
  log(): Log {
    const trained = this.format.strict ? this.#rows : this.#rows.filter(({ evaluation }) => !evaluation)
    const rows = trained.length > 0 ? trained : this.#rows
    const grouped = linesOf(rows, this.#cutting(), this.options.groups)
    if (this.format.strict) this.#check(grouped.lines)
    if (grouped.lines.length === 0) this.#failEmpty()
    const { lines, field } = this.format.weighsParts
      ? weighed(grouped.lines)
      : { lines: grouped.lines, field: undefined }
    const made = { ...grouped, lines }
    const { batches, vocabulary, patchy } = this.#assembled(made)
    const filled = batches.map(({ batch, ...rest }) => ({ ...rest, ...withStandIns(batch) }))
    const named = namesOfTokens(filled, lines, vocabulary, this.options.tokenizer)
    const { name, recognised } = this.options
    return {
      name,
      ...(recognised && { recognised }),
      format: this.format.id,
      title: this.format.title,
      framework: this.format.framework,
      batches: filled,
      vocabulary: named.vocabulary,
      fields: fieldsOf(lines, filled, { ...otherwise(made, patchy, this.#cutBy()), ...(field && { reward: field }) }),
      notices: [
        ...this.#notices,
        ...evaluations(this.#rows.length - rows.length),
        ...this.#leftOut(),
        ...this.#sparedNotices(),
        ...standInNotices(filled),
        ...named.notices,
      ],
      problems: byKind(this.#problems),
    }
  }

  /** A log of which nothing may be guessed has no approximate tokens, but those of a tokenizer that somebody gave. */
  #cutting(): Cutting | undefined {
    const { tokenizer } = this.options
    if (tokenizer) return text => ({ tokenIds: tokenizer.cut(text) ?? this.#uncut(tokenizer) })
    return this.format.strict ? undefined : atWords
  }

  #uncut({ words }: LogTokenizer): readonly number[] {
    this.notice(`${words} fails on some texts: they are left without tokens.`)
    return []
  }

  #cutBy(): string {
    const { tokenizer } = this.options
    if (!tokenizer) return 'at words; tokenizer.json of the model, beside the log, gives its own'
    return `by ${tokenizer.words}; a token that the log leaves out of the text, such as the one that ends it, is missing`
  }

  #check(lines: readonly Line[]): void {
    const held = heldColumns(lines).filter(column => !this.#spared.has(column))
    checkColumns(lines, held, this.problem)
    if (this.#problems.length > 0) throw new ExchangeError(this.#problems)
  }

  #failEmpty(): never {
    const empty = new PlaygroundError(
      'line 1',
      'at least one rollout',
      'an empty file',
      'Each line is one JSON object.',
    )
    throw new ExchangeError(this.#problems.length > 0 ? this.#problems : [empty])
  }

  /** Columns that only some rows of an iteration have are left out there. */
  #assembled(made: MadeLines): Assembled & { readonly patchy: ReadonlyMap<Column, Line> } {
    const patchy = new Map<Column, Line>()
    const soundOf = (lines: readonly Line[]): readonly Column[] => {
      if (this.format.strict) return columns.filter(column => !this.#spared.has(column))
      const held = heldColumns(lines)
      const lacking = patchyColumns(lines, held)
      for (const [column, line] of lacking) patchy.set(column, line)
      return held.filter(column => !lacking.has(column))
    }
    const groupingFor = (lines: readonly Line[]): Grouping => {
      const { by, words } = made.grouping.get(lines[0]?.iteration) ?? { by: 'recorded' }
      return groupingOf(by, words)(lines)
    }
    return { ...assemble(made.lines, soundOf, groupingFor), patchy }
  }

  /** One sentence about all unknown fields, each with its first line. */
  #leftOut(): string[] {
    if (this.#unknown.size === 0) return []
    const line = Math.min(...this.#unknown.values())
    const fieldsAre = this.#unknown.size === 1 ? 'is not a field' : 'are not fields'
    return [`line ${line}: ${namesOf([...this.#unknown.keys()])} ${fieldsAre} of the format; left out.`]
  }

  #sparedNotices(): string[] {
    return [...this.#spared].map(
      ([column, wrong]) => `${byKind(wrong)[0]} The column ${column} is left out: it is not read here.`,
    )
  }
}
