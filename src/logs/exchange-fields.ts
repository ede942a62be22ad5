/** Fields of foreign JSON objects, and how a line of a file complains about one. */
import type { Column } from '../core/columns.ts'
import { PlaygroundError } from '../core/fail.ts'
import { show } from '../core/show.ts'

/** `column`: the one whose values are wrong; others may be read without it. */
export type Report = (problem: PlaygroundError, column?: Column) => void
export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
/** Columns are of single precision: what overflows there is no number here. */
export const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(Math.fround(value))
export const isInteger = (value: unknown): value is number => isNumber(value) && Number.isInteger(value)
/** Ids lie in 32 bits with a sign. */
export const isTokenId = (value: unknown): value is number => isInteger(value) && value >= 0 && value < 2 ** 31
export const isText = (value: unknown): value is string => typeof value === 'string'

/** Reads fields of one object, reporting each that is not as it should be under `line 12.field`. */
export class Fields {
  constructor(
    readonly line: number,
    readonly json: Json,
    readonly report: Report,
    readonly prefix = '',
    readonly column?: Column,
  ) {}

  problem(field: string, expected: string, got: string, cure: string): undefined {
    this.report(new PlaygroundError(`line ${this.line}.${this.prefix}${field}`, expected, got, cure), this.column)
    return undefined
  }

  /** The fields of an object inside this one. */
  inside = (field: string, json: Json): Fields => new Fields(this.line, json, this.report, `${this.prefix}${field}.`)

  /** A record within this one's line, at this prefix. */
  with = (json: Json, prefix = this.prefix): Fields => new Fields(this.line, json, this.report, prefix)

  /** The same; what is wrong is wrong with this column. */
  about = (column: Column | undefined): Fields => new Fields(this.line, this.json, this.report, this.prefix, column)

  /** The field's value when it passes the test; undefined when absent, null or reported. */
  optional<T>(field: string, test: (value: unknown) => value is T, expected: string, cure: string): T | undefined {
    const value = this.json[field]
    if (value === undefined || value === null) return undefined
    if (test(value)) return value
    return this.problem(field, expected, show(value), cure)
  }

  number = (field: string) => this.optional(field, isNumber, 'a number', 'Leave the field out where it is unknown.')
  text = (field: string) => this.optional(field, isText, 'a text', 'Write it in quotes.')

  list<T>(field: string, test: (value: unknown) => value is T, expected: string): readonly T[] | undefined {
    const values = this.json[field]
    if (values === undefined || values === null) return undefined
    if (!Array.isArray(values)) return this.problem(field, `a list of ${expected}`, show(values), 'One per token.')
    const bad = values.findIndex(value => !test(value))
    if (bad < 0) return values
    return this.problem(`${field}[${bad}]`, expected, show(values[bad]), 'Every token needs one.')
  }
}

/** What could be read, by key. Every name is a key here, `__proto__` too. */
export const pickDefined = <K extends string, V>(
  keys: readonly K[],
  read: (key: K) => V | undefined,
): { [P in K]?: V } =>
  Object.fromEntries(
    keys.flatMap(key => {
      const value = read(key)
      return value === undefined ? [] : [[key, value]]
    }),
  ) as { [P in K]?: V }
