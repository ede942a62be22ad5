/**
 * All groups of one iteration, as columns. Live rollouts and imported logs are the same Batch with different columns
 * present. Rows are ragged by offsets; nothing is padded here. A column is immutable once written: a phase adds columns
 * and returns a new Batch that shares the rest.
 */
import { type Column, columns, type Extent, specOf } from './columns.ts'
import { fail } from './fail.ts'
import { type Numbers, pick } from './math.ts'
import type { Pairs } from './pairs.ts'

export { type Column, columns, type Extent } from './columns.ts'

/** Turn spans over token positions of the whole batch: turn j covers tokens start[j] .. end[j]-1 of rollout[j]. */
export interface Turns {
  readonly rollout: Int32Array
  readonly start: Int32Array
  readonly end: Int32Array
  /** State of the world before each turn, as its task writes it; of live worlds. */
  readonly key?: readonly string[]
}

export type Batch = {
  /** n, the number of rollouts. */
  readonly rollouts: number
  readonly groups: number
  /** [n] group of each rollout, dense in 0 .. groups-1. Rollouts of a group need not be neighbours. */
  readonly group: Int32Array
  /** [n] NaN marks a rollout that no reward function could score. */
  readonly reward: Float32Array
  /** [n+1] rollout i owns tokens tokenStart[i] .. tokenStart[i+1]-1. Prompts are kept apart. */
  readonly tokenStart: Int32Array
  /** [T] ids into the vocabulary of the task or of the log. */
  readonly token: Int32Array
  /** Named contributions to the reward, each [n]. */
  readonly rewardParts?: Readonly<Record<string, Float32Array>>
  /** V, where columns have a value per entry of the vocabulary. */
  readonly vocabulary?: number
  readonly turns?: Turns
  /** Which responses a preference method prefers to which. */
  readonly pairs?: Pairs
  /** [n] the answer that the verifier read, as text; equal texts are equal answers. */
  readonly answer?: readonly string[]
} & { readonly [K in Column]?: Float32Array }

/** A Batch on which the named columns are known to be present. */
export type With<C extends Column> = Batch & { readonly [K in C]: Float32Array }

export const hasColumn = (batch: Batch, column: Column): boolean => batch[column] !== undefined

export const missingColumns = (batch: Batch, needs: readonly Column[]): Column[] =>
  needs.filter(column => !hasColumn(batch, column))

/** Narrows the type, or fails naming the first absent column. `where` names the caller, e.g. `gae.credit`. */
export function requireColumns<C extends Column>(batch: Batch, where: string, needs: readonly C[]): With<C> {
  const [missing] = missingColumns(batch, needs)
  if (missing !== undefined) {
    fail(where, `column "${missing}"`, 'none', 'Import a log that has it, or sample live with a task that fills it.')
  }
  return batch as With<C>
}

/** Number of values that a column of this extent has in this batch. */
export function extentLength(batch: Batch, extent: Extent): number {
  switch (extent) {
    case 'rollout':
      return batch.rollouts
    case 'group':
      return batch.groups
    case 'token':
      return batch.token.length
    case 'turn':
      return batch.turns?.rollout.length ?? 0
    case 'next':
      return batch.token.length * (batch.vocabulary ?? 0)
  }
}

/** A new Batch with these columns added; lengths are checked. */
export function withColumns<B extends Batch, A extends { readonly [C in Column]?: Float32Array }>(
  batch: B,
  added: A,
): B & A {
  for (const column of columns) {
    const expected = extentLength(batch, specOf(column).extent)
    const got = added[column]?.length
    if (got !== undefined && got !== expected) {
      fail(
        `batch.${column}`,
        `${expected} values, one per ${specOf(column).extent}`,
        `${got}`,
        'Fix the phase that wrote it.',
      )
    }
  }
  return { ...batch, ...added }
}

type Members = readonly (readonly number[])[]

/** By column `group`, which the batches of all phases share. */
const membersOf = new WeakMap<Int32Array, Members>()

/** Index arrays of the groups, in group order; members ascending. Empty groups cannot occur. Made once. */
export function groupMembers({ group, groups }: Pick<Batch, 'group' | 'groups'>): Members {
  const known = membersOf.get(group)
  if (known) return known
  const members: number[][] = Array.from({ length: groups }, () => [])
  group.forEach((g, i) => {
    members[g]!.push(i)
  })
  membersOf.set(group, members)
  return members
}

export const tokenCount = (batch: Batch, rollout: number): number =>
  batch.tokenStart[rollout + 1]! - batch.tokenStart[rollout]!

/** 1 where the policy generated the token. */
export const maskOf = (batch: Batch): Float32Array => batch.mask ?? new Float32Array(batch.token.length).fill(1)

/** [n] number of tokens that the policy generated: the length that averages divide by. */
export function lengths(batch: Batch): Float32Array {
  const mask = batch.mask
  return Float32Array.from({ length: batch.rollouts }, (_, i) => {
    if (mask === undefined) return tokenCount(batch, i)
    let count = 0
    for (let t = batch.tokenStart[i]!; t < batch.tokenStart[i + 1]!; t++) count += mask[t]!
    return count
  })
}

/** [T] rollout of each token. */
export function rolloutOfToken(batch: Batch): Int32Array {
  const owner = new Int32Array(batch.token.length)
  for (let i = 0; i < batch.rollouts; i++) owner.fill(i, batch.tokenStart[i]!, batch.tokenStart[i + 1]!)
  return owner
}

/** [T] a value per rollout copied to each of its generated tokens; 0 where the mask is 0. */
export function spread(batch: Batch, perRollout: Numbers): Float32Array {
  const result = new Float32Array(batch.token.length)
  for (let i = 0; i < batch.rollouts; i++) {
    for (let t = batch.tokenStart[i]!; t < batch.tokenStart[i + 1]!; t++) {
      result[t] = batch.mask?.[t] === 0 ? 0 : perRollout[i]!
    }
  }
  return result
}

/** What whitening divides by. */
export type Whitening = 'sample' | 'population' | 'nothing'

/**
 * Values minus their mean over generated tokens, divided by sqrt(sample variance + 1e-8); 0 where the mask is 0.
 * Source: verl torch_functional.masked_whiten (b178a3c), then multiplied by the mask. Fewer than two tokens: all 0.
 * Its means divide by n + 1e-8, so that constant values c leave about c / n * 1e-4, not 0. By `population`: the root of
 * the population variance, which counts as 1e-8 at least; OpenRLHF compute_advantages_and_returns (3c3be62).
 */
export function whitenTokens(batch: Batch, values: Numbers, by: Whitening = 'sample'): Float32Array {
  const result = new Float32Array(values.length)
  const kept: number[] = []
  for (let t = 0; t < values.length; t++) if (batch.mask?.[t] !== 0) kept.push(t)
  if (kept.length < 2) return result
  const own = pick(values, kept)
  const [n, extra] = [own.length, by === 'sample' ? 1e-8 : 0]
  const maskedMean = (numbers: number[]) => numbers.reduce((total, value) => total + value, 0) / (n + extra)
  const centre = maskedMean(own)
  const spread = maskedMean(own.map(value => (value - centre) ** 2))
  const deviations = {
    sample: Math.sqrt((spread * n) / (n - 1) + 1e-8),
    population: Math.sqrt(Math.max(spread, 1e-8)),
    nothing: 1,
  }
  const scale = 1 / deviations[by]
  for (const t of kept) result[t] = (values[t]! - centre) * scale
  return result
}

/** A diagnostic that a slot hands back beside its result; drawn under its name by the generic panels. */
export interface ExplainColumn {
  readonly extent: Extent
  readonly values: Float32Array
  /** Its name on screen; omitted: its key. */
  readonly label?: string
  readonly unit?: 'nats' | 'share'
  /** False for sizes, which are drawn from 0 in one hue; omitted: signed. */
  readonly signed?: boolean
}
export type Explain = Readonly<Record<string, ExplainColumn>>
