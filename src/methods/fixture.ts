/** Small batches for tests of methods. */
import { type Batch, columns, extentLength, withColumns } from '../core/batch.ts'
import { type Kind, specOf } from '../core/columns.ts'
import type { Pool, SampledRollout, SamplerHandle, SlotContext } from '../core/method.ts'
import { preferReward } from '../core/pairs.ts'
import type { ParamValues } from '../core/params.ts'
import { defaultsOf } from '../core/params.ts'
import { seedFrom } from '../core/rng.ts'
import { type Estimated, estimate } from './estimate.ts'

import { methods, type ResolvedMethod, resolveMethod } from './index.ts'
import { pairUp } from './pair-up.ts'

export const context: SlotContext = { iteration: 0, iterations: 1, draw: () => 0.5, state: undefined }

/** A batch from the rewards of each group; every response has `length` tokens, or its own. */
export function batchOf(groups: readonly (readonly number[])[], length: number | readonly number[] = 2): Batch {
  const reward = groups.flat()
  const lengths = reward.map((_, i) => (typeof length === 'number' ? length : length[i]!))
  const start = [0]
  for (const count of lengths) start.push(start.at(-1)! + count)
  return {
    rollouts: reward.length,
    groups: groups.length,
    group: Int32Array.from(groups.flatMap((members, g) => members.map(() => g))),
    reward: Float32Array.from(reward),
    tokenStart: Int32Array.from(start),
    token: new Int32Array(start.at(-1)!),
  }
}

/** A legal number of each kind, from a share in [0, 1). */
const numberOf: Readonly<Record<Kind, (share: number) => number>> = {
  flag: share => (share < 0.5 ? 0 : 1),
  logp: share => -0.1 - share,
  share: share => share,
  amount: share => share,
  whole: share => Math.floor(4 * share),
  key: share => Math.floor(4 * share),
  signed: share => share,
}

/**
 * A batch with every column that a method may read, present whether or not anything here could fill it. By extent:
 * shares that differ from one value to the next, made a number of the column's kind; a turn per rollout. They begin as
 * the column's name says: one column more leaves the others as they are.
 */
export function everyColumn(plain: Batch): Batch {
  const turns = {
    rollout: Int32Array.from(plain.reward, (_, i) => i),
    start: plain.tokenStart.slice(0, -1),
    end: plain.tokenStart.slice(1),
  }
  const batch: Batch = { ...plain, turns, vocabulary: 2 }
  const added = columns
    .filter(column => column !== 'mask' && column !== 'trained')
    .map(column => {
      const first = seedFrom(column) % 10
      const share = (k: number) => ((first + 7 * k) % 10) / 10
      const { extent, kind } = specOf(column)
      return [column, Float32Array.from({ length: extentLength(batch, extent) }, (_, k) => numberOf[kind](share(k)))]
    })
  return {
    ...batch,
    ...Object.fromEntries(added),
    correct: batch.reward.map(r => (r > 0 ? 1 : 0)),
    truncated: new Float32Array(batch.rollouts),
    rollout: batch.reward.map((_, i) => i),
  }
}

/** What an objective is given: a batch with advantage and credit, or with pairs by reward. */
export function prepared(
  method: ResolvedMethod,
  params: ParamValues,
  batch: Batch,
): Pick<Estimated, 'explain'> & { readonly batch: Batch } {
  if (!method.pairing) return estimate(method, params, batch, context)
  return pairUp(method, params, batch, { ...context, prefer: preferReward(batch) })
}

/** Two groups with every column. */
export const syntheticBatch = (): Batch =>
  everyColumn(
    batchOf(
      [
        [1, 0, 0, 1],
        [0, 1],
      ],
      [3, 2, 4, 1, 2, 3],
    ),
  )

/** The same batch with a per-token column. */
export const withTokens = (batch: Batch, columns: Readonly<Record<'oldValue' | 'mask', readonly number[]>>): Batch =>
  withColumns(batch, { oldValue: Float32Array.from(columns.oldValue), mask: Float32Array.from(columns.mask) })

export const paramsOf = (id: string, values: ParamValues = {}): ParamValues => ({
  ...defaultsOf(resolveMethod(id).specs),
  ...values,
})

export const estimateOf = (id: string, batch: Batch, values: ParamValues = {}): Estimated =>
  estimate(resolveMethod(id), paramsOf(id, values), batch, context)

/** The advantages, as plain numbers. */
export const advantagesOf = (id: string, batch: Batch, values: ParamValues = {}): number[] =>
  Array.from(estimateOf(id, batch, values).batch.advantage)

/** A pool without references; problem i comes from source i modulo their number. */
export const poolOf = (size: number, sources: readonly string[] = ['']): Pool => ({
  size,
  sources,
  sourceOf: problem => problem % sources.length,
  reference: () => [],
})

/** A policy that solves problem i where at least `tokens[i]` tokens of the answer 5 6 7 8 are given; `asked`: its noise. */
export const solvedWith = (tokens: readonly number[], asked: number[][] = []): SamplerHandle => ({
  temperature: 1,
  reference: () => [5, 6, 7, 8],
  continueFrom: async requests => {
    asked.push(requests.map(({ rollout }) => rollout))
    return requests.map(({ problem, prefix }): SampledRollout => {
      const reward = prefix.length >= tokens[problem]! ? 1 : 0
      return { tokens: [...prefix, 9], logp: [...prefix, 9].map(() => -1), entropy: [], reward }
    })
  },
})

/** Methods that have a loss: what is tested of losses, credits and gradients is asked of these. */
export const trainedIds: readonly string[] = [...methods.values()].flatMap(({ id, trains }) =>
  trains === false ? [] : [id],
)
