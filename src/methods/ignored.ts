/** Which columns of a batch a method passes over, found out by leaving each away. */
import type { Batch } from '../core/batch.ts'
import { type Column, columns, specOf } from '../core/columns.ts'
import type { SlotContext } from '../core/method.ts'
import type { ParamValues } from '../core/params.ts'
import { estimate } from './estimate.ts'
import { keptGroups } from './keep-groups.ts'
import { tensorNeeds } from './loss.ts'
import { columnsRead } from './needs.ts'
import type { ResolvedMethod } from './resolve.ts'

/** Columns that every loss or every average reads. */
const common: readonly Column[] = ['mask', 'trained', 'oldLogp', 'logp', 'advantage', 'credit', 'problem']

/** Columns that helpers of the slots read where a batch has them. */
const optional: readonly Column[] = [
  'tokenReward',
  'turnReward',
  'correct',
  'truncated',
  'finalValue',
  'rollout',
  'role',
  'proposal',
]

/** What may enter a method's numbers; a file that is wrong elsewhere can still be read for it. */
export const mayRead = (method: ResolvedMethod): readonly Column[] => [
  ...new Set([...common, ...optional, ...columnsRead(method)]),
]

/**
 * Columns of the batch that change nothing under these parameters: not what is estimated when each is left away, and no
 * tensor of the loss. `context` must draw the same numbers each time it is made.
 */
export function ignoredColumns(
  method: ResolvedMethod,
  params: ParamValues,
  batch: Batch,
  context: () => Omit<SlotContext, 'state'>,
): Column[] {
  const tensors: readonly string[] = tensorNeeds(method, params)
  const result = (of: Batch): string | undefined => {
    try {
      const { advantage, credit } = estimate(method, params, of, context()).batch
      const kept = keptGroups(method, params, of, { ...context(), state: undefined })
      return `${advantage} ${credit} ${kept}`
    } catch {
      // It cannot be left away.
      return undefined
    }
  }
  const whole = result(batch)
  return columns.filter(column => {
    if (batch[column] === undefined || common.includes(column) || tensors.includes(column)) return false
    if (method.needs.includes(column) || specOf(column).at === 'after') return false
    const { [column]: _, ...rest } = batch
    return result(rest) === whole
  })
}
