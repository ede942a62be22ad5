/**
 * The exchange format, schema `advantage-playground/rollout@1`: one rollout per line, JSON. What the page exports and
 * imports, what the command line reads, and what other formats are converted to.
 */
import type { Batch, Turns } from '../core/batch.ts'
import { PlaygroundError } from '../core/fail.ts'
import {
  flagFields,
  groupFields,
  type Line,
  numberFields,
  parseLine,
  type Report,
  tokenFields,
  unknownFields,
} from './exchange-line.ts'

export { exchangeSchema, type Line } from './exchange-line.ts'
export { type ExchangeText, writeExchange } from './exchange-write.ts'

/** Everything that is wrong with a file, one house error per place. */
export class ExchangeError extends Error {
  constructor(readonly problems: readonly PlaygroundError[]) {
    super(problems.map(problem => problem.message).join('\n'))
    this.name = 'ExchangeError'
  }
}

/** The rollouts of one iteration. */
export interface ExchangeBatch {
  readonly iteration: number | undefined
  readonly batch: Batch
  /** [n] what each rollout's line said, in the batch's order, which is that of the file. */
  readonly lines: readonly Line[]
  /** [groups] */
  readonly groupNames: readonly string[]
}

export interface Exchange {
  /** By iteration, ascending; lines without one come first. */
  readonly batches: readonly ExchangeBatch[]
  /** Text of each token id, where the file gives texts. */
  readonly vocabulary: ReadonlyMap<number, string>
  /** One sentence each: unknown fields that were left out. */
  readonly notices: readonly string[]
}

/** Reads a file. Throws an ExchangeError that lists every malformed line; nothing is guessed. */
export function readExchange(text: string): Exchange {
  const problems: PlaygroundError[] = []
  const report: Report = problem => problems.push(problem)
  const unknown = new Map<string, number>()
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((source, k) => {
      if (source.trim() === '') return []
      const line = parseLine(source, k + 1, report)
      if (!line) return []
      for (const field of unknownFields(JSON.parse(source))) if (!unknown.has(field)) unknown.set(field, k + 1)
      return [line]
    })
  if (lines.length === 0 && problems.length === 0)
    report(new PlaygroundError('line 1', 'at least one rollout', 'an empty file', 'Each line is one JSON object.'))
  checkColumns(lines, report)
  checkGroupNumbers(lines, report)
  if (problems.length > 0) throw new ExchangeError(problems)
  const { idsOf, vocabulary } = internTokens(lines)
  const problemOf = new Map([...new Set(lines.map(({ group }) => group))].map((name, at) => [name, at]))
  const iterations = [...new Set(lines.map(({ iteration }) => iteration))].sort((a, b) => (a ?? -1) - (b ?? -1))
  return {
    batches: iterations.map(iteration => {
      const own = lines.filter(line => line.iteration === iteration)
      const groupNames = [...new Set(own.map(({ group }) => group))]
      // A group of the same name in another iteration is the same problem again, unless the log numbers them itself.
      const problem = Float32Array.from(groupNames, name => problemOf.get(name) ?? 0)
      return { iteration, batch: { problem, ...toBatch(own, groupNames, idsOf) }, lines: own, groupNames }
    }),
    vocabulary,
    notices: [...unknown].map(([field, line]) => `line ${line}.${field}: not a field of the format; left out.`),
  }
}

/** A column that one line has, every line must have, unless it has no tokens to fill it with. */
function checkColumns(lines: readonly Line[], report: Report): void {
  const demand = (field: string, has: (line: Line) => boolean, applies: (line: Line) => boolean) => {
    const source = lines.find(has)
    if (!source) return
    for (const line of lines.filter(candidate => applies(candidate) && !has(candidate))) {
      const expected = `a value, because line ${source.line} has one`
      report(new PlaygroundError(`line ${line.line}.${field}`, expected, 'none', 'Give it on every line or on none.'))
    }
  }
  const hasTokens = (line: Line) => line.length > 0
  demand('tokenIds', line => line.tokenIds !== undefined, hasTokens)
  for (const field of tokenFields) demand(field, line => line.perToken[field] !== undefined, hasTokens)
  for (const field of numberFields)
    demand(
      field,
      line => line.numbers[field] !== undefined,
      () => true,
    )
  for (const field of flagFields)
    demand(
      field,
      line => line.flags[field] !== undefined,
      () => true,
    )
  for (const field of groupFields)
    demand(
      field,
      line => line.perGroup[field] !== undefined,
      () => true,
    )
}

function checkGroupNumbers(lines: readonly Line[], report: Report): void {
  const first = new Map<string, Line>()
  for (const line of lines) {
    const key = groupKey(line)
    const known = first.get(key) ?? line
    first.set(key, known)
    for (const field of groupFields) {
      const [got, wanted] = [line.perGroup[field], known.perGroup[field]]
      if (got === wanted) continue
      const expected = `${wanted}, as on line ${known.line} of the same group`
      report(new PlaygroundError(`line ${line.line}.${field}`, expected, `${got}`, 'It belongs to the group.'))
    }
  }
}

const groupKey = (line: Line): string => `${line.iteration ?? ''} ${line.group}`

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
): Batch {
  const start = new Int32Array(lines.length + 1)
  for (const [i, line] of lines.entries()) start[i + 1] = start[i]! + line.length
  const groupOf = new Map(groupNames.map((name, g) => [name, g]))
  const [first] = lines
  const columns: Record<string, Float32Array> = {}
  for (const field of tokenFields) {
    if (lines.some(line => line.perToken[field] !== undefined))
      columns[field] = Float32Array.from(lines.flatMap(line => line.perToken[field] ?? []))
  }
  for (const field of numberFields) {
    if (first?.numbers[field] !== undefined) columns[field] = Float32Array.from(lines, line => line.numbers[field]!)
  }
  for (const field of flagFields) {
    if (first?.flags[field] !== undefined) columns[field] = Float32Array.from(lines, line => Number(line.flags[field]))
  }
  for (const field of groupFields) {
    if (first?.perGroup[field] === undefined) continue
    columns[field] = Float32Array.from(groupNames, name => lines.find(line => line.group === name)!.perGroup[field]!)
  }
  const parts = [...new Set(lines.flatMap(line => Object.keys(line.rewardParts)))]
  const partOf = (name: string) => Float32Array.from(lines, line => line.rewardParts[name] ?? Number.NaN)
  return {
    rollouts: lines.length,
    groups: groupNames.length,
    group: Int32Array.from(lines, line => groupOf.get(line.group)!),
    reward: Float32Array.from(lines, line => line.reward),
    tokenStart: start,
    token: Int32Array.from(lines.flatMap(idsOf)),
    ...columns,
    ...(parts.length > 0 && { rewardParts: Object.fromEntries(parts.map(name => [name, partOf(name)])) }),
    ...(lines.some(line => line.answer !== undefined) && { answer: lines.map(line => line.answer ?? '') }),
    ...turnColumns(lines, start),
  }
}

/** Turns over the whole batch. A turn without a key is in a state of its own; one without a reward has 0. */
function turnColumns(lines: readonly Line[], start: Int32Array): Partial<Batch> {
  const all = lines.flatMap((line, i) => line.turns.map(turn => ({ ...turn, i, shift: start[i]! })))
  if (all.length === 0) return {}
  const turns: Turns = {
    rollout: Int32Array.from(all, turn => turn.i),
    start: Int32Array.from(all, turn => turn.start + turn.shift),
    end: Int32Array.from(all, turn => turn.end + turn.shift),
  }
  const keys = new Map<string, number>()
  let states = 0
  const stateOf = (key: string | undefined): number => {
    const state = (key === undefined ? undefined : keys.get(key)) ?? states++
    if (key !== undefined) keys.set(key, state)
    return state
  }
  const keyed = all.some(turn => turn.stateKey !== undefined)
  const rewarded = all.some(turn => turn.reward !== undefined)
  return {
    turns,
    ...(keyed && { stateKey: Float32Array.from(all, turn => stateOf(turn.stateKey)) }),
    ...(rewarded && { turnReward: Float32Array.from(all, turn => turn.reward ?? 0) }),
  }
}
