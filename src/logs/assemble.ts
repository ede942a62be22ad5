/** Rollouts of a log, whatever its format, as batches. */
import type { Batch, Turns } from '../core/batch.ts'
import { type Column, specOf } from '../core/columns.ts'
import type { Grouping, LogBatch, LoggedRollout } from '../core/log.ts'
import { widthOf } from './check-lines.ts'
import { type Cell, numbersFrom, turnColumns } from './exchange-columns.ts'
import type { Line } from './exchange-line.ts'

export interface Assembled {
  readonly batches: readonly LogBatch[]
  readonly vocabulary: ReadonlyMap<number, string>
}

/** Lines in the order of the files; of those of one iteration: the columns to keep, and how groups were made. */
export function assemble(
  lines: readonly Line[],
  soundOf: (lines: readonly Line[]) => readonly Column[],
  grouping: (lines: readonly Line[]) => Grouping,
): Assembled {
  const { idsOf, vocabulary } = internTokens(lines)
  const problemOf = new Map([...new Set(lines.map(({ group }) => group))].map((name, at) => [name, at]))
  const batches = iterationsOf(lines).map(([iteration, own]) => {
    const groupNames = [...new Set(own.map(({ group }) => group))]
    // A group of the same name in another iteration is the same problem again, unless the log numbers them itself.
    const problem = Float32Array.from(groupNames, name => problemOf.get(name) ?? 0)
    return {
      iteration,
      batch: { problem, ...toBatch(own, groupNames, idsOf, soundOf(own)) },
      rollouts: own.map(rolloutOf),
      groupNames,
      grouping: grouping(own),
    }
  })
  return { batches, vocabulary }
}

/** Ascending; lines without one first. */
function iterationsOf(lines: readonly Line[]): [number | undefined, Line[]][] {
  const held = new Map<number | undefined, Line[]>()
  for (const line of lines) {
    const own = held.get(line.iteration) ?? []
    own.push(line)
    held.set(line.iteration, own)
  }
  return [...held].sort(([a], [b]) => (a ?? -1) - (b ?? -1))
}

const rolloutOf = ({
  file,
  line,
  order,
  prompt,
  promptKey = prompt,
  response,
  group,
  role,
  discarded,
  extra,
}: Line): LoggedRollout => ({
  source: { file, row: line },
  order,
  group,
  ...(prompt !== undefined && { prompt }),
  ...(promptKey !== undefined && { promptKey }),
  ...(response !== undefined && { response }),
  ...(role !== undefined && { role }),
  ...(discarded !== undefined && { discarded }),
  extra,
})

/** Token ids as the file gives them; else texts are numbered in order of appearance; else every token is 0. */
function internTokens(lines: readonly Line[]) {
  const numbered = lines.some(line => line.tokenIds !== undefined)
  const ids = new Map<string, number>()
  const idOf = (text: string): number => {
    const id = ids.get(text) ?? ids.size
    ids.set(text, id)
    return id
  }
  const idsOf = (line: Line): readonly number[] => {
    if (numbered) return line.tokenIds ?? []
    return line.tokens?.map(idOf) ?? new Array<number>(line.length).fill(0)
  }
  const vocabulary = new Map<number, string>()
  for (const line of lines) {
    const own = idsOf(line)
    for (const [t, text] of (line.tokens ?? []).entries()) vocabulary.set(own[t]!, text)
  }
  return { idsOf, vocabulary }
}

function toBatch(
  lines: readonly Line[],
  groupNames: readonly string[],
  idsOf: (line: Line) => readonly number[],
  sound: readonly Column[],
): Batch {
  const start = new Int32Array(lines.length + 1)
  for (const [i, line] of lines.entries()) start[i + 1] = start[i]! + line.length
  const groupOf = new Map(groupNames.map((name, g) => [name, g]))
  const parts = [...new Set(lines.flatMap(line => Object.keys(line.rewardParts)))]
  const partOf = (name: string) => Float32Array.from(lines, line => line.rewardParts[name] ?? Number.NaN)
  return {
    rollouts: lines.length,
    groups: groupNames.length,
    group: Int32Array.from(lines, line => groupOf.get(line.group)!),
    reward: Float32Array.from(lines, line => line.reward),
    tokenStart: start,
    token: laidOut(new Int32Array(start.at(-1)!), lines, idsOf),
    ...columnsFrom(lines, groupNames, sound),
    ...(parts.length > 0 && { rewardParts: Object.fromEntries(parts.map(name => [name, partOf(name)])) }),
    ...(lines.some(line => line.answer !== undefined) && { answer: lines.map(line => line.answer ?? '') }),
    ...turnsFrom(lines, start, sound),
  }
}

/** A list per line, one after another. A log has millions of tokens: no list of all of them is made on the way. */
function laidOut<T extends Int32Array | Float32Array>(
  target: T,
  lines: readonly Line[],
  read: (line: Line) => readonly Cell[],
): T {
  let at = 0
  for (const line of lines) for (const value of read(line)) target[at++] = Number(value)
  return target
}

/** Every column that these lines hold, and V where one is per next token. */
function columnsFrom(lines: readonly Line[], groupNames: readonly string[], sound: readonly Column[]): Partial<Batch> {
  const held = sound.filter(column => lines.some(line => line.cells[column] !== undefined))
  const firstOf = new Map([...lines].reverse().map(line => [line.group, line]))
  const ofGroups = groupNames.flatMap(name => firstOf.get(name) ?? [])
  const valuesOf = (column: Column): Float32Array => {
    const { extent, kind } = specOf(column)
    const read = (line: Line) => line.cells[column] ?? []
    if (extent === 'group')
      return numbersFrom(
        column,
        ofGroups.map(line => line.cells[column]?.[0]),
      )
    if (extent === 'rollout')
      return numbersFrom(
        column,
        lines.map(line => line.cells[column]?.[0]),
      )
    if (kind === 'key') return numbersFrom(column, lines.flatMap(read))
    const total = lines.reduce((sum, line) => sum + read(line).length, 0)
    return laidOut(new Float32Array(total), lines, read)
  }
  const long = lines.find(line => line.length > 0)
  const next = held.find(column => specOf(column).extent === 'next')
  return {
    ...Object.fromEntries(held.map(column => [column, valuesOf(column)])),
    ...(next && long && { vocabulary: widthOf(long, next) }),
  }
}

/** Turns over the whole batch, with their columns. */
function turnsFrom(lines: readonly Line[], start: Int32Array, sound: readonly Column[]): Partial<Batch> {
  const all = lines.flatMap((line, i) => line.turns.map(turn => ({ ...turn, i, shift: start[i]! })))
  if (all.length === 0) return {}
  const turns: Turns = {
    rollout: Int32Array.from(all, turn => turn.i),
    start: Int32Array.from(all, turn => turn.start + turn.shift),
    end: Int32Array.from(all, turn => turn.end + turn.shift),
  }
  const held = turnColumns.filter(
    column => sound.includes(column) && all.some(({ cells }) => cells[column] !== undefined),
  )
  const cellsOf = (column: Column) => all.map(({ cells }) => cells[column]?.[0])
  return { turns, ...Object.fromEntries(held.map(column => [column, numbersFrom(column, cellsOf(column))])) }
}
