/** The rows of slow motion: the different responses of one group, in an order that holds from scene to scene. */
import { type Batch, groupMembers } from '../../../core/batch.ts'
import { sum } from '../../../core/math.ts'
import type { Motion } from '../../../core/motion.ts'

export interface SiblingRow {
  /** Indices within the group of those that say the same and are paid the same. */
  readonly siblings: readonly number[]
  /** Index in the batch of the first of them, and its tokens. */
  readonly row: number
  readonly start: number
  readonly end: number
  readonly reward: number
  /** NaN where it is not known yet. */
  readonly advantage: number
  /** Sum over its tokens; NaN where nothing recorded it. */
  readonly before: number
}

const total = (values: Float32Array | undefined, start: number, end: number): number =>
  values ? sum(values.subarray(start, end)) : Number.NaN

/** By reward, the highest first, then by number. */
export function siblingRows(batch: Batch, group: number): SiblingRow[] {
  const found = new Map<string, number[]>()
  const members = groupMembers(batch)[group] ?? []
  for (const [sibling, row] of members.entries()) {
    const tokens = batch.token.subarray(batch.tokenStart[row], batch.tokenStart[row + 1])
    const credit = batch.credit?.subarray(batch.tokenStart[row], batch.tokenStart[row + 1])
    const key = `${batch.reward[row]} ${tokens.join()} ${credit?.join()}`
    found.set(key, [...(found.get(key) ?? []), sibling])
  }
  return [...found.values()]
    .map(siblings => rowOf(batch, siblings, members[siblings[0]!]!))
    .sort((a, b) => orderOf(b.reward) - orderOf(a.reward) || a.siblings[0]! - b.siblings[0]!)
}

/** What nobody could score comes last. */
const orderOf = (reward: number): number => (Number.isNaN(reward) ? Number.NEGATIVE_INFINITY : reward)

function rowOf(batch: Batch, siblings: readonly number[], row: number): SiblingRow {
  const [start, end] = [batch.tokenStart[row]!, batch.tokenStart[row + 1]!]
  return {
    siblings,
    row,
    start,
    end,
    reward: batch.reward[row]!,
    advantage: batch.advantage?.[row] ?? Number.NaN,
    before: total(batch.oldLogp, start, end),
  }
}

/** `2, 8` as people count. */
export const siblingNames = ({ siblings }: Pick<SiblingRow, 'siblings'>): string =>
  siblings.map(sibling => sibling + 1).join(', ')

export interface Effect {
  /** Change of the log-probability of the whole response, to first order and in fact. */
  readonly predicted: number
  readonly actual: number
  /** Probability of the whole response. */
  readonly before: number
  readonly after: number
  /** It moved the other way than its advantage says. */
  readonly isAgainst: boolean
}

/** What a step of this length does to a row; 1 is the step that is taken. */
export function effectOf({ start, end, advantage }: SiblingRow, motion: Motion, scale = 1): Effect {
  const logp = scale === 1 ? motion.after : motion.lengths.find(length => length.scale === scale)?.logp
  const before = total(motion.before, start, end)
  const after = total(logp, start, end)
  const actual = after - before
  const predicted = scale * total(motion.predicted, start, end)
  const isAgainst = Math.abs(actual) > 1e-4 && actual * advantage < 0
  return { predicted, actual, before: Math.exp(before), after: Math.exp(after), isAgainst }
}

/** Tokens that two responses begin with alike. */
export function sharedTokens(batch: Batch, a: SiblingRow, b: SiblingRow): number {
  const most = Math.min(a.end - a.start, b.end - b.start)
  let shared = 0
  while (shared < most && batch.token[a.start + shared] === batch.token[b.start + shared]) shared++
  return shared
}

/** The row of opposite advantage that begins most alike: what may have carried this one along. */
export function carrierOf(
  batch: Batch,
  row: SiblingRow,
  rows: readonly SiblingRow[],
): { readonly by: SiblingRow; readonly shared: number } | undefined {
  const opposite = rows.filter(other => other.advantage * row.advantage < 0)
  const carriers = opposite.map(by => ({ by, shared: sharedTokens(batch, row, by) }))
  const [best] = carriers.sort((a, b) => b.shared - a.shared)
  return best && best.shared > 0 ? best : undefined
}

/** Probability of everything that no sibling said. */
export const restOf = (effects: readonly Effect[], when: 'before' | 'after'): number =>
  Math.max(0, 1 - sum(effects.map(effect => effect[when])))
