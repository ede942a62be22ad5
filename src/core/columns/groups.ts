/** What is known of problems and their groups, and of turns. */
import { noBelief, noSubgoals, notTold, oneSource, oneTurn } from '../world.ts'
import { answerParams } from './params.ts'
import type { ColumnSpec } from './spec.ts'

export const groupColumns = {
  /** Equal numbers in different iterations are the same problem. */
  problem: {
    extent: 'group',
    at: 'draw',
    kind: 'whole',
    cost: 'watched',
    words: 'which problem of the pool a group belongs to',
  },
  /** Index among the sources that the task names. */
  source: {
    extent: 'group',
    at: 'draw',
    kind: 'whole',
    cost: 'always',
    lacks: oneSource,
    words: 'the source, or the difficulty, of the problem of each group',
  },
  passRate: {
    extent: 'group',
    at: 'draw',
    kind: 'share',
    gaps: 'no earlier response',
    cost: 'needed',
    words: 'how often earlier responses to this problem were correct',
  },
  /** Mean change of their log-probabilities, in nats per token. */
  drift: {
    extent: 'group',
    at: 'draw',
    kind: 'signed',
    unit: 'nats',
    cost: 'needed',
    words: 'how far the last response to the problem has moved since it was drawn',
  },
  plainScore: {
    extent: 'group',
    at: 'draw',
    kind: 'signed',
    cost: 'needed',
    lacks: notTold,
    params: answerParams,
    words: 'how likely the right answer was to the starting policy without a thought',
  },
  aidGain: {
    extent: 'group',
    at: 'log',
    kind: 'signed',
    words: 'how much being forced to use an optional behaviour gains over being forbidden to',
  },
  turnReward: {
    extent: 'turn',
    at: 'draw',
    kind: 'signed',
    lacks: oneTurn,
    words: 'a reward per turn: tasks of several turns',
  },
  /** Of the right answer. The last turn of a rollout answers: what it would let one believe is its reward. */
  belief: {
    extent: 'turn',
    at: 'draw',
    oracle: true,
    kind: 'share',
    cost: 'needed',
    lacks: noBelief,
    words: 'the probability of the right answer before every turn: tasks that reason it out',
  },
  /** Numbered from 1; 0 where a turn reaches none. */
  subgoal: {
    extent: 'turn',
    at: 'draw',
    oracle: true,
    kind: 'whole',
    cost: 'needed',
    lacks: noSubgoals,
    words: 'which subgoal every turn reaches: tasks that name some',
  },
  /** Interned: equal numbers are equal states at the start of the turn. */
  stateKey: {
    extent: 'turn',
    at: 'draw',
    kind: 'key',
    lacks: oneTurn,
    words: 'the state of the world at every turn: tasks of several turns',
  },
} as const satisfies Record<string, ColumnSpec>
