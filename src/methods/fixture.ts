/** Small batches for tests of methods. */
import { type Batch, withColumns } from '../core/batch.ts'
import type { SlotContext } from '../core/method.ts'
import type { ParamValues } from '../core/params.ts'
import { defaultsOf } from '../core/params.ts'
import { type Estimated, estimate } from './estimate.ts'
import { resolveMethod } from './index.ts'

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

/** The same batch with a per-token column. */
export const withTokens = (batch: Batch, columns: Readonly<Record<'value' | 'mask', readonly number[]>>): Batch =>
  withColumns(batch, { value: Float32Array.from(columns.value), mask: Float32Array.from(columns.mask) })

export const paramsOf = (id: string, values: ParamValues = {}): ParamValues => ({
  ...defaultsOf(resolveMethod(id).specs),
  ...values,
})

export const estimateOf = (id: string, batch: Batch, values: ParamValues = {}): Estimated =>
  estimate(resolveMethod(id), paramsOf(id, values), batch, context)

/** The advantages, as plain numbers. */
export const advantagesOf = (id: string, batch: Batch, values: ParamValues = {}): number[] =>
  Array.from(estimateOf(id, batch, values).batch.advantage)
