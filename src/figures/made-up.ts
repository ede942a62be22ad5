/**
 * Small made-up batches that pictures are drawn from. Every column that a method may read is there and is plausible: the
 * third token of each response decides, values and judges know it, and the policy of now is the one that sampled.
 */
import {
  type Batch,
  type Column,
  columns,
  type Extent,
  extentLength,
  groupMembers,
  rolloutOfToken,
  withColumns,
} from '../core/batch.ts'
import { type Kind, specOf } from '../core/columns.ts'
import { policyAt } from './two-tokens.ts'

export interface Wish {
  /** Rewards of each group's responses. */
  readonly groups: readonly (readonly number[])[]
  /** Tokens of each response, over all groups; or of all. */
  readonly lengths: number | readonly number[]
  /** Probability with which each token was drawn. */
  readonly q?: number
  /** Columns that the method reads. Some that helpers read where they find them are there only then. */
  readonly reads: readonly Column[]
}

/** Where a response is decided, counted from 0. */
export const decisive = 2

/** A response's place in what is made up. */
interface Place {
  readonly i: number
  /** Token within its response, and how many that has; 0 of 1 for what is no token. */
  readonly t: number
  readonly of: number
  readonly reward: number
  readonly q: number
}

const decided = ({ t, reward }: Place): number => (t > decisive ? reward : 0.5)
const turn = ({ t, reward }: Place): number => (t === decisive ? reward - 0.5 : 0)
const endsStep = ({ t, of }: Place): boolean => t === of - 1 || t % 3 === decisive
const atSteps = (value: (place: Place) => number) => (place: Place) => (endsStep(place) ? value(place) : Number.NaN)

/** What is known of certain columns; the others are as their kind says. */
const known: { readonly [C in Column]?: (place: Place) => number } = {
  oldLogp: ({ q }) => Math.log(q),
  logp: ({ q }) => Math.log(q),
  // Another engine drew the tokens: one of them with half the probability.
  samplerLogp: ({ q, t }) => Math.log(q) - (t === decisive ? Math.LN2 : 0),
  // The response has moved a little away from where the policy came from.
  refLogp: ({ q }) => Math.log(q) - 0.1,
  oldEntropy: ({ q, t }) => policyAt(t === decisive ? 0.5 : q).entropy,
  oldMeanLogp: ({ q }) => policyAt(q).meanLogp,
  expectedS: ({ q }) => policyAt(q).expectedS,
  oldValue: decided,
  prefixValue: decided,
  sampledValue: decided,
  exactAdvantage: turn,
  softAdvantage: turn,
  contrast: turn,
  processReward: atSteps(({ t, reward }) => (t < decisive ? 0.2 : reward > 0 ? 0.5 : -0.5)),
  progress: turn,
  critique: ({ t, reward }) => (reward > 0 || t < decisive ? 0.1 : 0.8),
  budgetReward: atSteps(({ t, reward }) => (t > decisive ? reward : 0.25 + 0.5 * reward)),
  attempt: ({ t, of, reward }) => (t === of - 1 ? Number(reward > 0) : t === Math.floor(of / 2) - 1 ? 0 : Number.NaN),
  planning: ({ t }) => Number(t === decisive),
  external: () => 0,
  truncated: ({ i, reward }) => Number(reward <= 0 && i % 2 === 1),
  wellFormed: () => 1,
  tempered: () => 1,
  greedyReward: () => 0.5,
  passRate: () => 0.5,
  turnReward: ({ t, of, reward }) => (t === of - 1 ? reward : 0),
  belief: ({ t, reward }) => (t === 0 ? 0.5 : 0.25 + 0.5 * reward),
  subgoal: ({ t, reward }) => Number(t === 0 && reward > 0),
  rollout: ({ i }) => i,
  role: () => 0,
  problem: ({ i }) => i,
  lookDistance: ({ t }) => 1 + 2 * (t % 3),
  lookInfluence: ({ t }) => (t === decisive ? 0.6 : 0.1),
}

const byKind: Readonly<Record<Kind, (place: Place) => number>> = {
  flag: ({ reward }) => Number(reward > 0),
  logp: ({ q }) => Math.log(q),
  share: ({ reward }) => 0.25 + 0.5 * reward,
  amount: () => 1,
  whole: ({ t }) => t,
  key: ({ i }) => i,
  signed: ({ reward }) => reward - 0.5,
}

/** Columns that say something by being there: rewards of turns, cut-off responses, parts of one rollout. */
const telling: readonly Column[] = ['turnReward', 'truncated', 'rollout']
/** Columns that no method needs to be given. */
const absent: readonly Column[] = [
  'mask',
  'trained',
  'tokenReward',
  'finalValue',
  'ratio',
  'clipped',
  'advantage',
  'credit',
]

/** Where each value of the column stands. */
function placesOf(batch: Batch, column: Column, q: number): Place[] {
  const { extent } = specOf(column)
  const owner = rolloutOfToken(batch)
  const whole = (i: number, k = i): Place => ({ i: k, t: 0, of: 1, reward: batch.reward[i]!, q })
  const token = (at: number): Place => {
    const i = owner[at]!
    const start = batch.tokenStart[i]!
    return { i, t: at - start, of: batch.tokenStart[i + 1]! - start, reward: batch.reward[i]!, q }
  }
  const placeOf: Readonly<Record<Extent, (k: number) => Place>> = {
    token,
    next: k => token(Math.floor(k / (batch.vocabulary ?? 1))),
    turn: k => ({ ...whole(batch.turns?.rollout[k] ?? 0), t: isLast(batch, k) ? 1 : 0, of: 2 }),
    group: k => whole(groupMembers(batch)[k]?.[0] ?? 0, k),
    rollout: k => whole(k),
  }
  return Array.from({ length: extentLength(batch, extent) }, (_, k) => placeOf[extent](k))
}

const isLast = ({ turns, tokenStart }: Batch, k: number): boolean =>
  turns !== undefined && turns.end[k] === tokenStart[turns.rollout[k]! + 1]

/** Two turns a response: the first and the second half of its tokens. */
function turnsOf({ reward, tokenStart }: Pick<Batch, 'reward' | 'tokenStart'>): NonNullable<Batch['turns']> {
  const spans = Array.from(reward).flatMap((_, i) => {
    const [from, to] = [tokenStart[i]!, tokenStart[i + 1]!]
    const middle = Math.floor((from + to) / 2)
    return to - from < 2 ? [[i, from, to] as const] : [[i, from, middle] as const, [i, middle, to] as const]
  })
  return {
    rollout: Int32Array.from(spans, ([i]) => i),
    start: Int32Array.from(spans, ([, from]) => from),
    end: Int32Array.from(spans, ([, , to]) => to),
  }
}

/** The same token everywhere but at and after the decision, where right and wrong responses part. */
const tokenAt = ({ t, reward, i }: Place): number => (t < decisive ? 0 : reward > 0 ? 0 : t === decisive ? 1 : i % 2)

/** A batch of these rewards and lengths with every column. Right answers are alike; wrong ones all differ. */
export function madeUp({ groups, lengths, reads, q = 0.25 }: Wish): Batch {
  const reward = Float32Array.from(groups.flat())
  const count = (i: number): number => (typeof lengths === 'number' ? lengths : lengths[i]!)
  const tokenStart = new Int32Array(reward.length + 1)
  reward.forEach((_, i) => {
    tokenStart[i + 1] = tokenStart[i]! + count(i)
  })
  const bare: Batch = {
    rollouts: reward.length,
    groups: groups.length,
    group: Int32Array.from(groups.flatMap((members, g) => members.map(() => g))),
    reward,
    tokenStart,
    token: new Int32Array(tokenStart.at(-1)!),
    answer: Array.from(reward, (r, i) => (r > 0 ? 'right' : `wrong ${i}`)),
    vocabulary: 2,
    ...(reads.some(column => specOf(column).extent === 'turn') && { turns: turnsOf({ reward, tokenStart }) }),
  }
  const batch: Batch = { ...bare, token: Int32Array.from(placesOf(bare, 'logp', q), tokenAt) }
  const filled = columns
    .filter(column => !absent.includes(column) && (!telling.includes(column) || reads.includes(column)))
    .map(column => [
      column,
      Float32Array.from(placesOf(batch, column, q), known[column] ?? byKind[specOf(column).kind]),
    ])
  return withColumns(batch, Object.fromEntries(filled))
}
