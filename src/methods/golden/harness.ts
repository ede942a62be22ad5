/**
 * What golden adapters are made of. A golden file holds inputs and outputs of somebody else's code, in padded arrays; an
 * adapter (`<method>.golden.ts`) turns a case into a method, its parameters and a Batch, and names what must come out.
 * Values and gradients go through the code that trains: resolveMethod, estimate, buildLoss.
 */
import type { Batch, Explain } from '../../core/batch.ts'
import type { ColumnOf } from '../../core/columns.ts'
import { followed } from '../../core/conventions.ts'
import { fail } from '../../core/fail.ts'
import type { Pairs, SlotContext } from '../../core/method.ts'
import { type Convention, conventionOf, defaultsOf, legalise, type ParamValues } from '../../core/params.ts'
import { tf } from '../../tensor/tf.ts'
import { estimate } from '../estimate.ts'
import { type Leaf, objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'
import type { TensorOptions } from '../tensors.ts'

export interface GoldenCase {
  readonly name: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly params: Readonly<Record<string, unknown>>
  readonly outputs: Readonly<Record<string, unknown>>
  readonly tolerance: number
}

type Outputs = Readonly<Record<string, unknown>>

export interface GoldenFamily {
  /** Area and name of the golden file: `core/verl-adv-grpo`. */
  readonly file: string
  /** Why a case is not run; undefined for those that are. */
  readonly notRun?: (c: GoldenCase) => string | undefined
  /** Outputs that are not compared, each with the reason. `metrics.kl` names a key inside an output. */
  readonly notCompared?: Readonly<Record<string, string>>
  /**
   * Parameters and inputs of the original that move no compared number of these cases, each with the reason. All others must
   * be read, and another value of a number or a switch must change the outcome of some case, or be refused.
   * `controller.type` names a key inside an object. A value that ours cannot do is no such thing: the adapter throws on it.
   */
  readonly ignored?: Readonly<Record<string, string>>
  /** Outputs that hold arbitrary numbers where this input is 0: compared only where it is not. */
  readonly onlyWhere?: Readonly<Record<string, string>>
  /** What our code makes of the inputs, under the names of the golden outputs. */
  readonly run: (c: GoldenCase) => Outputs | Promise<Outputs>
}

export const context: SlotContext = { iteration: 0, iterations: 1, draw: () => 0.5, state: undefined }

// ---------------------------------------------------------------------------------------------------------------
// Reading a case: null stands for NaN, "inf" and "-inf" for infinities.

const wrong = (what: string, got: unknown): never =>
  fail('golden', what, JSON.stringify(got)?.slice(0, 80) ?? 'nothing', 'Fix the adapter; golden files do not change.')

export function number(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value === null) return Number.NaN
  if (value === 'inf') return Number.POSITIVE_INFINITY
  if (value === '-inf') return Number.NEGATIVE_INFINITY
  return wrong('a number', value)
}
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : wrong('a list', value))
export const vector = (value: unknown): number[] => list(value).map(number)
export const matrix = (value: unknown): number[][] => list(value).map(vector)
export const cube = (value: unknown): number[][][] => list(value).map(matrix)
export const texts = (value: unknown): string[] => list(value).map(text)
export const text = (value: unknown): string => (typeof value === 'string' ? value : wrong('a text', value))
export const flag = (value: unknown): boolean => (typeof value === 'boolean' ? value : wrong('true or false', value))
/** The record itself: a copy would count as a reading of all its keys. */
export const record = (value: unknown): Readonly<Record<string, unknown>> =>
  isRecord(value) ? value : wrong('an object', value)
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a name of the original means here. Throws on a name that is not in the table. */
export function meaning<T>(value: unknown, table: Readonly<Record<string, T>>): T {
  const name = String(value)
  return Object.hasOwn(table, name) ? table[name]! : wrong(`one of ${Object.keys(table).join(', ')}`, value)
}

/** Parameters that the original does not look at in this kind of case; the branch that says so is the reason. */
export const idle = (..._values: unknown[]): void => {}

/** Throws unless the original was asked for the one value that ours has built in; absent is its default. */
export function fixed(what: string, value: unknown, built: unknown): void {
  if (value !== undefined && value !== built)
    wrong(`${what} ${JSON.stringify(built)}, which is all that ours does`, value)
}

// ---------------------------------------------------------------------------------------------------------------
// Padded arrays to a Batch, and back.

type PaddedColumn = Exclude<ColumnOf<'token'>, 'mask'>

export interface Padded {
  /** [n][T] 1 = generated by the policy. */
  readonly mask: readonly (readonly number[])[]
  /** [n] equal numbers are one group; omitted: all rows are one. */
  readonly group?: readonly number[]
  /** [n]; omitted: 0. */
  readonly reward?: readonly number[]
  readonly advantage?: readonly number[]
  readonly pairs?: Pairs
  /** [n][T] per-token columns. */
  readonly columns?: Partial<Record<PaddedColumn, readonly (readonly number[])[]>>
}

/** Ragged: what stands after the last generated token of a row is cut off; holes stay, with mask 0. */
export function batchOf({ mask, group, reward, advantage, pairs, columns = {} }: Padded): Batch {
  const lengths = mask.map(row => row.lastIndexOf(1) + 1)
  const ragged = (rows: readonly (readonly number[])[]): Float32Array =>
    Float32Array.from(rows.flatMap((row, i) => row.slice(0, lengths[i])))
  const ids = [...new Set(group ?? [0])]
  const start = [0]
  for (const length of lengths) start.push(start.at(-1)! + length)
  const batch: Batch = {
    rollouts: mask.length,
    groups: ids.length,
    group: Int32Array.from(mask, (_, i) => ids.indexOf(group?.[i] ?? 0)),
    reward: Float32Array.from(reward ?? mask.map(() => 0)),
    tokenStart: Int32Array.from(start),
    token: new Int32Array(start.at(-1)!),
    mask: ragged(mask),
    ...(advantage && { advantage: Float32Array.from(advantage) }),
    ...(pairs && { pairs }),
  }
  const added = Object.entries(columns).map(([name, rows]) => [name, ragged(rows)])
  return { ...batch, ...Object.fromEntries(added) }
}

/** [n][T] from a ragged column; 0 beyond a row's end. */
export function padded(batch: Batch, values: Float32Array, width: number): number[][] {
  return Array.from({ length: batch.rollouts }, (_, i) => {
    const row = values.subarray(batch.tokenStart[i]!, batch.tokenStart[i + 1]!)
    return Array.from({ length: width }, (_, t) => row[t] ?? 0)
  })
}

/** verl keeps rewards per token; the rollout's reward is the sum of its row. */
export const rowSums = (rows: readonly (readonly number[])[]): number[] =>
  rows.map(row => row.reduce((total, value) => total + value, 0))

// ---------------------------------------------------------------------------------------------------------------
// Running a method.

let released = false
/** Runs with the newest version of every framework where an adapter names an older one: for what it answers today. */
export async function asReleased<T>(run: () => T | Promise<T>): Promise<T> {
  released = true
  try {
    return await run()
  } finally {
    released = false
  }
}

/** The method's parameters under a convention, then these values, which must be known and legal. */
export function settings(id: string, convention: Convention | 'none', values: ParamValues): ParamValues {
  const { specs } = resolveMethod(id)
  const newest = convention !== 'none' && released ? followed(convention) : undefined
  const preset = convention === 'none' ? {} : conventionOf(specs, newest ?? convention)
  for (const [key, value] of Object.entries(values)) {
    const spec = specs[key] ?? wrong(`a parameter of ${id}`, key)
    if (legalise(key, spec, value).value !== value) wrong(`a legal ${key}`, value)
  }
  return { ...defaultsOf(specs), ...preset, ...values }
}

export interface Estimate {
  readonly advantage: number[]
  /** [n][T] */
  readonly credit: number[][]
  readonly returns: number[][]
  readonly explain: Explain
}

export function estimateOf(id: string, params: ParamValues, given: Padded): Estimate {
  const batch = batchOf(given)
  const width = given.mask[0]?.length ?? 0
  const result = estimate(resolveMethod(id), params, batch, context)
  return {
    advantage: [...result.batch.advantage],
    credit: padded(batch, result.batch.credit, width),
    returns: padded(batch, result.batch.returns ?? new Float32Array(batch.token.length), width),
    explain: result.explain,
  }
}

export interface LossOf {
  readonly loss: number
  /** [n][T] */
  readonly gradient: Partial<Record<Leaf, number[][]>>
  /** [n][T], or [n][1] for diagnostics of whole rollouts. */
  readonly explain: Readonly<Record<string, number[][]>>
}

/** Loss and gradients. Without an advantage, that of a row is its mean credit. */
export function lossOf(
  id: string,
  params: ParamValues,
  given: Padded,
  options: TensorOptions & { readonly now?: Partial<Record<Leaf, number[][]>> } = {},
): LossOf {
  const width = given.mask[0]?.length ?? 0
  const credit = given.columns?.credit ?? given.mask.map((row, i) => row.map(kept => kept * given.advantage![i]!))
  const advantage = given.advantage ?? given.mask.map((row, i) => meanOver(row, credit[i]!))
  const full: Padded = { ...given, advantage, columns: { ...given.columns, credit } }
  const batch = batchOf(full)
  const ragged = (rows: number[][]) => batchOf({ mask: given.mask, columns: { logp: rows } }).logp!
  const now = Object.fromEntries(Object.entries(options.now ?? {}).map(([leaf, rows]) => [leaf, ragged(rows)]))
  const result = objectiveGradient(tf, resolveMethod(id), params, batch, context, {
    maxResponse: width,
    ...options,
    now,
  })
  const rows = (values: Float32Array) =>
    values.length === batch.token.length ? padded(batch, values, width) : Array.from(values, value => [value])
  return { loss: result.loss, gradient: mapValues(result.gradient, rows), explain: mapValues(result.explain, rows) }
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))

/** Mean over the places where the mask is 1; 0 when there are none. */
export function meanOver(mask: readonly number[], values: readonly number[]): number {
  const kept = values.filter((_, t) => mask[t] === 1)
  return kept.length === 0 ? 0 : kept.reduce((total, value) => total + value, 0) / kept.length
}

export const maskedMean = (mask: readonly number[][], values: readonly number[][]): number =>
  meanOver(mask.flat(), values.flat())

/**
 * The log-probabilities, except where a ratio lies within 1e-6 of an edge: single precision cannot hold on which side the
 * original's double precision saw it, so there it moves by 1e-6 further to that same side.
 */
export const keepSide = (
  logp: readonly (readonly number[])[],
  oldLogp: readonly (readonly number[])[],
  edges: readonly number[],
): number[][] =>
  logp.map((row, i) =>
    row.map((x, t) => {
      const ratio = Math.exp(x - oldLogp[i]![t]!)
      const edge = edges.find(candidate => Math.abs(ratio - candidate) < 1e-6)
      if (edge === undefined) return x
      const inside = edge > 1 ? ratio <= edge : ratio >= edge
      return x + (inside === edge > 1 ? -1e-6 : 1e-6)
    }),
  )
