/** Small logs for tests of the audit. */
import type { Batch } from '../core/batch.ts'
import type { Log, LogBatch, LoggedRollout } from '../core/log.ts'
import { rowsBy } from './rules/observed.ts'

export interface Written {
  readonly group: string
  readonly reward: number
  readonly advantage?: number
  readonly prompt?: string
  readonly response?: string
  readonly parts?: Readonly<Record<string, number>>
  readonly truncated?: boolean
  readonly rollout?: number
  /** Log-probabilities of its tokens, of whoever drew them and of the trainer. */
  readonly sampler?: readonly number[]
  readonly trainer?: readonly number[]
  readonly mask?: readonly number[]
  readonly credit?: readonly number[]
  readonly tokens?: readonly number[]
}

const column = <T>(rows: readonly T[], read: (row: T) => number | undefined): Float32Array | undefined =>
  rows.some(row => read(row) !== undefined) ? Float32Array.from(rows, row => read(row) ?? Number.NaN) : undefined

const present = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T

const perToken = (rows: readonly Written[], read: (row: Written) => readonly number[] | undefined) =>
  rows.some(row => read(row)) ? Float32Array.from(rows.flatMap(row => read(row) ?? [])) : undefined

function batchFrom(rows: readonly Written[], names: readonly string[]): Batch {
  const lengths = rows.map(({ sampler, trainer, mask, tokens, credit }) =>
    Math.max(...[sampler, trainer, mask, tokens, credit].map(values => values?.length ?? 0)),
  )
  const start = [0]
  for (const length of lengths) start.push(start.at(-1)! + length)
  const parts = [...new Set(rows.flatMap(({ parts = {} }) => Object.keys(parts)))]
  return present({
    rollouts: rows.length,
    groups: names.length,
    group: Int32Array.from(rows, ({ group }) => names.indexOf(group)),
    reward: Float32Array.from(rows, ({ reward }) => reward),
    tokenStart: Int32Array.from(start),
    token: Int32Array.from(rows.flatMap(({ tokens }, i) => tokens ?? new Array<number>(lengths[i]!).fill(0))),
    advantage: column(rows, row => row.advantage),
    truncated: column(rows, row => (row.truncated === undefined ? undefined : Number(row.truncated))),
    rollout: column(rows, row => row.rollout),
    samplerLogp: perToken(rows, row => row.sampler),
    oldLogp: perToken(rows, row => row.trainer),
    mask: perToken(rows, row => row.mask),
    credit: perToken(rows, row => row.credit),
    rewardParts:
      parts.length > 0
        ? Object.fromEntries(parts.map(name => [name, Float32Array.from(rows, row => row.parts?.[name] ?? Number.NaN)]))
        : undefined,
  }) as Batch
}

/** A log of these iterations; grouped as the rows say. */
export function logFrom(iterations: readonly (readonly Written[])[], more: Partial<Log> = {}): Log {
  let order = 0
  const batches = iterations.map((rows, iteration): LogBatch => {
    const groupNames = [...rowsBy(rows.map(({ group }) => group)).keys()]
    const rollouts = rows.map(
      ({ group, prompt, response }, k): LoggedRollout => ({
        source: { file: `step-${iteration}.jsonl`, row: k + 1 },
        order: order++,
        group,
        ...(prompt !== undefined && { prompt }),
        ...(response !== undefined && { response }),
        extra: {},
      }),
    )
    const grouping = { by: 'recorded', words: `${groupNames.length} groups as recorded` } as const
    return { iteration, batch: batchFrom(rows, groupNames), rollouts, groupNames, grouping }
  })
  return {
    name: 'written by hand',
    format: 'exchange',
    title: 'Made up',
    framework: undefined,
    batches,
    vocabulary: new Map(),
    fields: {},
    notices: [],
    problems: [],
    ...more,
  }
}

/** Rollouts of these groups; advantages in the same order. */
export const rowsOf = (groups: readonly (readonly number[])[], advantages: readonly number[] = []): Written[] =>
  groups
    .flatMap((rewards, g) => rewards.map(reward => ({ group: `g${g}`, reward, prompt: `Question ${g}`, response: '' })))
    .map((row, i) => ({
      ...row,
      response: `Answer ${i}`,
      ...(advantages[i] !== undefined && { advantage: advantages[i] }),
    }))
