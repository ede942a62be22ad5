/** Which rows are a group, where the log does not say so. */
import { fail } from '../core/fail.ts'
import type { GroupedBy } from '../core/log.ts'
import type { LogRow } from './format.ts'

/** How a person wants rows grouped; omitted: as recorded where it is, else by prompts. */
export type GroupChoice =
  | { readonly by: 'recorded' | 'prompt' }
  /** Every `size` neighbours. */
  | { readonly by: 'position'; readonly size: number }

export interface RowGroups {
  readonly by: GroupedBy
  /** [rows] */
  readonly names: readonly string[]
  readonly words?: string
}

/** The groups of the rows of one iteration, in the order of the log. */
export function groupRows(rows: readonly LogRow[], choice?: GroupChoice): RowGroups {
  const recorded = rows.every(({ group }) => group !== undefined)
  if (choice?.by === 'position') return { by: 'chosen', ...everySize(rows, choice.size) }
  if (choice?.by === 'prompt') return { by: 'chosen', names: byPrompt(rows), words: 'by equal prompts, as chosen' }
  if (recorded) return { by: 'recorded', names: rows.map(({ group }) => group!) }
  const named = rows.some(({ group }) => group !== undefined)
  return named ? { by: 'recorded', names: withStrays(rows) } : grouped(rows)
}

function everySize(rows: readonly LogRow[], size: number): Pick<RowGroups, 'names' | 'words'> {
  if (!Number.isInteger(size) || size < 1)
    fail('group size', 'a whole number from 1', `${size}`, 'Give responses per prompt.')
  return { names: rows.map((_, i) => `${Math.floor(i / size) + 1}`), words: `of every ${size} neighbours, as chosen` }
}

/** A row without an id among rows that have one is alone. */
const withStrays = (rows: readonly LogRow[]): string[] =>
  rows.map(({ group }, i) => group ?? `without id, row ${i + 1}`)

const keyOf = ({ prompt, promptKey }: LogRow): string | undefined => promptKey ?? prompt

/** Numbers of equal prompts in order of appearance. */
function byPrompt(rows: readonly LogRow[]): string[] {
  const numbers = new Map<string, number>()
  return rows.map(row => {
    const key = keyOf(row) ?? ''
    const number = numbers.get(key) ?? numbers.size + 1
    numbers.set(key, number)
    return `${number}`
  })
}

/** Neighbours with one prompt: rows from .. to-1. */
interface Stretch {
  readonly from: number
  readonly to: number
}

function stretchesOf(rows: readonly LogRow[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const [i, row] of rows.entries()) {
    const last = stretches.at(-1)
    if (last && keyOf(rows[last.from]!) === keyOf(row)) stretches[stretches.length - 1] = { from: last.from, to: i + 1 }
    else stretches.push({ from: i, to: i + 1 })
  }
  return stretches
}

/**
 * By equal prompts; but where the log keeps groups together, two groups that drew the same prompt stay two. Rows
 * without any prompt are one group: nothing tells them apart.
 */
function grouped(rows: readonly LogRow[]): RowGroups {
  const names = byPrompt(rows)
  if (rows.every(row => keyOf(row) === undefined)) return byOpening(rows)
  const stretches = stretchesOf(rows)
  const size = usualSize(stretches)
  if (size < 2) return { by: 'prompt', names }
  const parts = stretches.flatMap(stretch => split(stretch, size)).filter(isWhole(rows, size))
  if (parts.length === new Set(names).size) return { by: 'prompt', names }
  return { by: 'position', names: namesOf(parts, rows) }
}

/** What most stretches have; 1 where rows of a prompt are scattered. */
function usualSize(stretches: readonly Stretch[]): number {
  const counts = new Map<number, number>()
  for (const { from, to } of stretches) counts.set(to - from, (counts.get(to - from) ?? 0) + 1)
  const [[size, times] = [1, 0]] = [...counts].sort(([a, most], [b, times]) => times - most || a - b)
  return times * 2 >= stretches.length ? size : 1
}

/** A stretch of a multiple of the usual size is several groups of the same prompt. */
function split({ from, to }: Stretch, size: number): Stretch[] {
  const count = (to - from) / size
  if (!Number.isInteger(count)) return [{ from, to }]
  return Array.from({ length: count }, (_, k) => ({ from: from + k * size, to: from + (k + 1) * size }))
}

/** A stretch that is too short belongs to another of the same prompt, if there is one. */
const isWhole = (rows: readonly LogRow[], size: number) => (part: Stretch, _: number, parts: readonly Stretch[]) => {
  const key = keyOf(rows[part.from]!)
  return part.to - part.from >= size || !parts.some(other => other !== part && keyOf(rows[other.from]!) === key)
}

function namesOf(parts: readonly Stretch[], rows: readonly LogRow[]): string[] {
  const names = new Array<string | undefined>(rows.length).fill(undefined)
  const ofKey = new Map<string | undefined, string>()
  for (const [k, { from, to }] of parts.entries()) {
    names.fill(`${k + 1}`, from, to)
    ofKey.set(keyOf(rows[from]!), `${k + 1}`)
  }
  return names.map((name, i) => name ?? ofKey.get(keyOf(rows[i]!)) ?? '')
}

/** How many characters two texts begin with alike. */
function alike(a: string, b: string): number {
  let count = 0
  while (count < a.length && count < b.length && a[count] === b[count]) count++
  return count
}

/**
 * Where prompt and response are one text: the smallest size at which neighbours of a group begin alike for longer than
 * those of different groups. Else nothing tells rows apart, and they are one group.
 */
function byOpening(rows: readonly LogRow[]): RowGroups {
  const shared = rows.slice(1).map((row, i) => alike(rows[i]!.response ?? '', row.response ?? ''))
  for (let size = 2; size <= rows.length / 2; size++) {
    if (rows.length % size !== 0 || !separates(shared, size)) continue
    return { by: 'position', ...everySize(rows, size), words: 'by position: neighbours that begin alike' }
  }
  return { by: 'position', names: rows.map(() => '1'), words: 'as nothing tells groups apart: give their size' }
}

const separates = (shared: readonly number[], size: number): boolean =>
  shared.every((count, i) => {
    if ((i + 1) % size !== 0) return true
    const near = [...shared.slice(Math.max(0, i - size + 1), i), ...shared.slice(i + 1, i + size)]
    return count < Math.min(...near)
  })
