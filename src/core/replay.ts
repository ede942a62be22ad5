/** Responses that are kept beyond their iteration, to be trained on again. */
import type { Batch } from './batch.ts'
import type { SlotContext } from './parts.ts'

/** A response as it was drawn. Nothing in it ever changes, so that all checkpoints share it. */
export interface Archived {
  readonly problem: number
  readonly tokens: readonly number[]
  /** With which each was really drawn: the sampler's column, however old. */
  readonly logp: readonly number[]
  /** Its first tokens, so many, were a hint. */
  readonly given: number
  /** What it was paid then, after shaping. */
  readonly reward: number
  /** In which it was drawn. */
  readonly iteration: number
}

/** Oldest first. */
export type Archive = readonly Archived[]

/** More are not kept, whatever the method wishes: a checkpoint must stay small enough to be stored. */
export const mostArchived = 4096

/** A group of the mixed batch: rollouts of the batch by number, and archived responses; all to one problem. */
export type MixedGroup = readonly (number | Archived)[]

/** What a replay does, for parameters `P`. */
export interface ReplayWork<P> {
  /**
   * The groups that are trained on, in place of those that were drawn. Archived responses are scored anew: `oldLogp` is
   * the policy's of now, `samplerLogp` what drew them, `age` tells how many iterations ago.
   */
  readonly mix: (
    archive: Archive,
    batch: Batch,
    problems: readonly number[],
    params: P,
    context: SlotContext,
  ) => readonly MixedGroup[]
  /** The archive after this iteration, whose own responses are `fresh`, those that mixing left out too. */
  readonly store: (archive: Archive, fresh: Archive, params: P) => Archive
}
