/**
 * What live sampling can put into a Batch, world by world, and in words why not. It is known here, and not only where
 * it is computed, because the page says so before a run is opened; engine/columns.test.ts holds both to each other.
 */
import type { Column } from './batch.ts'
import type { PolicySpec } from './policy.ts'
import type { Level, Task } from './task.ts'

/** Where a method would be trained. */
export interface World {
  readonly task: Task
  readonly level: Level
  readonly policy: PolicySpec['kind']
  /** True when top-k or top-p cut the distribution that is sampled from. */
  readonly cut?: boolean
}

/** Responses to list at most: a few forward passes, so that looking does not slow the training down. */
export const mostListed = 2000

/**
 * Over what exact values are computed; undefined where there is too much of it. A table looks at the state only, so
 * equal states may be merged; a network may tell all prefixes apart.
 */
export function listingOf({ task, level, policy }: World): 'states' | 'prefixes' | undefined {
  if (task.reply) return undefined
  if (policy === 'tabular' && task.enumeration) {
    return task.enumeration(level).states <= mostListed ? 'states' : undefined
  }
  let prefixes = 1
  for (let t = 1; t <= level.maxResponse && prefixes <= mostListed; t++) prefixes += task.vocabulary.length ** t
  return prefixes <= mostListed ? 'prefixes' : undefined
}

/** Undefined where the column can be had; else the end of a sentence that begins with its name. */
type Obstacle = (world: World) => string | undefined

const none: Obstacle = () => undefined

const notExact: Obstacle = world => {
  if (listingOf(world) === undefined) {
    const who = world.policy === 'tabular' ? 'a table' : 'a network'
    return `${world.task.title} has too many responses to be listed under ${who}`
  }
  return world.cut ? 'top-k or top-p cut what is sampled, so that listing all responses would mislead' : undefined
}
const notJudged: Obstacle = ({ task }) =>
  task.judgeSteps ? undefined : `nobody judges the single steps of ${task.title}`
const oneAnswer: Obstacle = ({ task }) => (task.attempts ? undefined : `${task.title} takes one answer only`)
const noAttention: Obstacle = ({ policy }) => (policy === 'tabular' ? 'a table has no attention' : undefined)
const oneTurn: Obstacle = ({ task }) => (task.reply ? undefined : `${task.title} has one turn only`)

/** Columns that nothing but the credit slot makes: a run has them where the credit of its method writes them. */
export const creditColumns: ReadonlySet<Column> = new Set(['returns', 'item', 'entropyTarget', 'entropyWeight'])

/** Columns that a run can have before its first slot that reads them. What stands here nowhere comes from logs alone. */
const live: { readonly [C in Column]?: Obstacle } = {
  // Written by the slots themselves, each before those that read them.
  advantage: none,
  credit: none,
  returns: none,
  trained: none,
  item: none,
  entropyTarget: none,
  entropyWeight: none,
  // Sampling, scoring and judging.
  correct: none,
  truncated: none,
  mask: none,
  oldLogp: none,
  refLogp: none,
  samplerLogp: none,
  tempered: none,
  oldEntropy: none,
  oldMeanLogp: none,
  collision: none,
  oldValue: none,
  // engine/columns.
  greedyReward: none,
  sampledValue: none,
  passRate: none,
  problem: none,
  drift: none,
  exactAdvantage: notExact,
  prefixValue: notExact,
  softAdvantage: notExact,
  dpoLogits: notExact,
  reverseLogits: notExact,
  uniformQ: notExact,
  contrast: notExact,
  budgetReward: ({ task }) =>
    task.answerNow ? undefined : `no answer can be forced in the middle of a response to ${task.title}`,
  processReward: notJudged,
  critique: notJudged,
  planning: ({ task }) => (task.planning ? undefined : `nobody marks the deciding tokens of ${task.title}`),
  attempt: oneAnswer,
  wellFormed: oneAnswer,
  lookDistance: noAttention,
  lookInfluence: noAttention,
  // Worlds that answer.
  turnReward: oneTurn,
  stateKey: oneTurn,
}

/** Why no run in this world has the column; undefined where runs have it. */
export function obstacle(column: Column, world: World): string | undefined {
  const known = live[column]
  return known ? known(world) : 'nothing that is sampled here records it'
}
