/** Where a method would be trained, and what cannot be known there, in words. */
import type { ParamValues } from './params.ts'
import type { PolicySpec } from './policy.ts'
import { bases, type Level, type Task } from './task.ts'

/** Where a method would be trained. */
export interface World {
  readonly task: Task
  readonly level: Level
  readonly policy: PolicySpec['kind']
  /** True when top-k or top-p cut the distribution that is sampled from. */
  readonly cut?: boolean
  /** Id of the policy; absent: one that has a warm start there. */
  readonly policyId?: string
  /** Who teaches, of the parameter `teacher`; absent: whom the method takes by default. */
  readonly teacher?: string
}

/** Whether sampling leaves out unlikely tokens: top-k (0 is off) or top-p (1 is off). */
export const isCut = ({ topK = 0, topP = 1 }: ParamValues): boolean => Number(topK) > 0 || Number(topP) < 1

/** Who teaches under these parameters, where they say so. */
export const teacherOf = ({ teacher }: ParamValues): Pick<World, 'teacher'> =>
  teacher === undefined ? {} : { teacher: String(teacher) }

/** Responses to list at most: a few forward passes, so that looking does not slow the training down. */
export const mostListed = 2000

/**
 * Over what exact values are computed; undefined where there is too much of it. A table looks at the state only, so
 * equal states may be merged; a network may tell all prefixes apart.
 */
export function listingOf({ task, level, policy }: World): 'states' | 'prefixes' | undefined {
  if (policy === 'tabular' && task.enumeration) {
    return task.enumeration(level).states <= mostListed ? 'states' : undefined
  }
  let prefixes = 1
  for (let t = 1; t <= level.maxResponse && prefixes <= mostListed; t++) prefixes += task.vocabulary.length ** t
  return prefixes <= mostListed ? 'prefixes' : undefined
}

/** Why something cannot be had in a world, as the end of a sentence that begins with its name; undefined where it can. */
type Obstacle = (world: World) => string | undefined

/** What is found by listing every response there could be. */
export const notListed: Obstacle = world => {
  if (listingOf(world) === undefined) {
    const who = world.policy === 'tabular' ? 'a table' : 'a network'
    return `${world.task.title} has too many responses to be listed under ${who}`
  }
  return world.cut ? 'top-k or top-p cut what is sampled, so that listing all responses would mislead' : undefined
}
/** The same, for what is computed along a response without anybody who answers in between. */
export const notListedWhole: Obstacle = world =>
  world.task.episodes ? `the world of ${world.task.title} speaks between the turns` : notListed(world)
export const notJudged: Obstacle = ({ task }) =>
  task.judgeSteps ? undefined : `nobody judges the single steps of ${task.title}`
export const noJudge: Obstacle = ({ task }) =>
  task.judge ? undefined : `nobody but the verifier judges whole responses to ${task.title}`
export const oneAnswer: Obstacle = ({ task }) => (task.attempts ? undefined : `${task.title} takes one answer only`)
export const noAttention: Obstacle = ({ policy }) => (policy === 'tabular' ? 'a table has no attention' : undefined)
export const oneTurn: Obstacle = ({ task }) => (task.episodes ? undefined : `${task.title} has one turn only`)
export const noSubgoals: Obstacle = ({ task }) =>
  task.episodes?.subgoalOf ? undefined : `nobody names subgoals of ${task.title}`
export const noBelief: Obstacle = ({ task }) =>
  task.episodes && task.belief ? undefined : `nobody reasons what ${task.title} lets one believe from turn to turn`
export const oneSource: Obstacle = ({ task }) =>
  task.sources ? undefined : `the problems of ${task.title} are of one kind`
/** Demonstrations are whole responses, without anybody who answers in between. */
export const noReplies: Obstacle = ({ task }) =>
  task.episodes ? `${task.title} has several turns, and nobody demonstrates those` : undefined
export const notForced: Obstacle = ({ task }) =>
  task.answerNow ? undefined : `no answer can be forced in the middle of a response to ${task.title}`
export const notTold: Obstacle = ({ task }) =>
  task.answerFrom ? undefined : `${task.title} does not tell answers from thoughts`
export const notPlanned: Obstacle = ({ task }) =>
  task.planning ? undefined : `nobody marks the deciding tokens of ${task.title}`

const [, strong] = bases

/** Whether there are starting weights for this policy that solve more than the warm ones. */
function hasStrongStart({ task, level, policy, policyId }: World): boolean {
  if (!level.bases?.includes(strong)) return false
  if (policy === 'tabular') return task.startLogits !== undefined
  return policyId === undefined ? level.policies.some(id => id !== 'tabular') : level.policies.includes(policyId)
}

/** Why nobody can teach: a stronger start, or what listing all responses finds. */
export const notTaught: Obstacle = world => {
  if (world.teacher !== undefined && world.teacher !== strong) return notListed(world)
  return hasStrongStart(world) ? undefined : `${world.task.title} has no stronger start for this policy and level`
}
