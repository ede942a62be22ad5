/** Runs a method's selection on a batch, and checks what it hands out. */
import type { Batch, Explain } from '../core/batch.ts'
import { fail } from '../core/fail.ts'
import type { SelectionContext, SlotContext } from '../core/method.ts'
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

/** Of a batch whose judge nobody brought. */
const noJudge = (): number => fail('selection', 'a judge', 'none for these responses', 'Take a task that has one.')

/** `ask` is the judge that the selection may ask about beginnings of responses. */
export function handOut(
  method: ResolvedMethod,
  params: ParamValues,
  batch: Batch,
  context: SlotContext,
  ask: SelectionContext['judge'] = noJudge,
): HandedOut {
  const { owner, part } = filled(method, 'selection')
  let asked = 0
  const judge: typeof ask = (row, length) => {
    asked++
    return ask(row, length)
  }
  const blinded = blind(batch)
  const { chosen, judged = 0, explain } = part.compute(`${owner}.selection`, blinded, params, { ...context, judge })
  const wrong = [...chosen].find((row, g) => row !== -1 && batch.group[row] !== g)
  if (chosen.length !== batch.groups || wrong !== undefined) {
    fail(`${owner}.selection`, 'a response of each group, or -1', `rows ${[...chosen]}`, 'Fix the selection.')
  }
  const marked = new Float32Array(batch.rollouts)
  for (const row of chosen) if (row >= 0) marked[row] = 1
  return {
    chosen,
    judged: judged + asked,
    explain: { ...explain, chosen: { extent: 'rollout', values: marked, signed: false } },
  }
}

/** The batch without what the verifier knows. */
function blind(batch: Batch): Batch {
  const { correct, wellFormed, rewardParts, turnReward, tokenReward, ...rest } = batch
  return { ...rest, reward: new Float32Array(batch.rollouts) }
}
