/** Runs a method's selection on a batch, and checks what it hands out. */
import type { Batch, Explain } from '../core/batch.ts'
import { fail } from '../core/fail.ts'
import type { SlotContext } from '../core/method.ts'
import type { ParamValues } from '../core/params.ts'
import { filled, type ResolvedMethod } from './resolve.ts'

export interface HandedOut {
  /** [groups] rows; -1 for none. */
  readonly chosen: Int32Array
  /** Questions to the judge. */
  readonly judged: number
  /** What the selection says, and `chosen` [n]: 1 at the responses that are handed out. */
  readonly explain: Explain
}

export function handOut(method: ResolvedMethod, params: ParamValues, batch: Batch, context: SlotContext): HandedOut {
  const { owner, part } = filled(method, 'selection')
  const { chosen, judged = 0, explain } = part.compute(`${owner}.selection`, blind(batch), params, context)
  const wrong = [...chosen].find((row, g) => row !== -1 && batch.group[row] !== g)
  if (chosen.length !== batch.groups || wrong !== undefined) {
    fail(`${owner}.selection`, 'a response of each group, or -1', `rows ${[...chosen]}`, 'Fix the selection.')
  }
  const marked = new Float32Array(batch.rollouts)
  for (const row of chosen) if (row >= 0) marked[row] = 1
  return { chosen, judged, explain: { ...explain, chosen: { extent: 'rollout', values: marked, signed: false } } }
}

/** The batch without what the verifier knows. */
function blind(batch: Batch): Batch {
  const { correct, wellFormed, rewardParts, turnReward, tokenReward, ...rest } = batch
  return { ...rest, reward: new Float32Array(batch.rollouts) }
}
