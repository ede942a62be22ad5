/** Golden files as lists of cases, and the adapters that read them. */
import { type GoldenCase, type GoldenFamily, matrix, number } from './harness.ts'

const sources = import.meta.glob<unknown>('./*/*.json', { eager: true, import: 'default' })
const adapters = import.meta.glob<readonly GoldenFamily[]>('../**/*.golden.ts', { eager: true, import: 'default' })
export const families = Object.values(adapters).flat()

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {})

/** One entry of a file's `cases`. */
export function caseOf(entry: unknown, tolerance: unknown = 1e-5): GoldenCase {
  const given = record(entry)
  return {
    name: String(given.name),
    inputs: record(given.inputs),
    params: record(given.params),
    outputs: isRecord(given.outputs) ? given.outputs : { output: given.outputs },
    tolerance: number(given.tolerance ?? tolerance),
  }
}

/** Area and name of every file (`core/verl-adv-grpo`), and its cases. */
export const files = Object.entries(sources).map(([path, source]) => {
  const { cases, tolerance } = record(source)
  const list: readonly unknown[] = Array.isArray(cases) ? cases : []
  return { file: path.replace('./', '').replace('.json', ''), cases: list.map(entry => caseOf(entry, tolerance)) }
})

/** Numbers at places where the mask is 0 are arbitrary in the original. */
const whereKept = (values: unknown, mask: number[][]): number[][] =>
  matrix(values).map((row, i) => row.map((value, t) => (mask[i]?.[t] === 0 ? 0 : value)))

export interface Compared {
  readonly name: string
  readonly expected: unknown
  /** Undefined: the adapter handed nothing back under this name. */
  readonly got: unknown
}

/** The outputs that a family compares, the original's beside ours. */
export function compared(family: GoldenFamily, c: GoldenCase, got: Readonly<Record<string, unknown>>): Compared[] {
  return Object.entries(c.outputs)
    .filter(([name]) => family.notCompared?.[name] === undefined)
    .map(([name, expected]) => {
      const mask = family.onlyWhere?.[name]
      const only = (values: unknown) =>
        mask === undefined || values === undefined ? values : whereKept(values, matrix(c.inputs[mask]))
      return { name, expected: only(expected), got: only(got[name]) }
    })
}
