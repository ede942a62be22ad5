/**
 * Models that a run learns beside its policy: networks or tables of the policy's own kind and size, trained by the same
 * kernels. Such a model scores whole responses: a score is the sum over the policy's tokens of the logit of each, less the
 * mean logit at its place. It needs no head of its own, sees every token, and starts at 0 on a table.
 */
import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core'
import type { Batch } from './batch.ts'
import type { ParamSpecs, ParamValues, Values } from './params.ts'
import type { SlotContext } from './parts.ts'
import type { Tf } from './tensor-parts.ts'

/** Columns that a learned model fills: its score of every response, or of every token, before it learns from them. */
export const modelColumns = ['modelReward', 'progress'] as const
export type ModelColumn = (typeof modelColumns)[number]
export const isModelColumn = (column: string): column is ModelColumn => modelColumns.some(known => known === column)

/** A response that a model learns from; what is wanted of it, the model's loss knows by its place, or by a number. */
export interface Lesson {
  readonly problem: number
  readonly tokens: readonly number[]
  readonly wanted?: number
}

/** What those who make lessons may ask. */
export interface Teacher {
  /** Problem of each group of the batch. */
  readonly problems: readonly number[]
  /** What the verifier says; of models that must do without it, nobody asks. */
  readonly isRight: (lesson: Lesson) => boolean
  /** Ids that the policy may say. */
  readonly tokens: readonly number[]
}

interface ModelWork<P> {
  /** Where it starts: at the weights that the policy starts from, or at random ones (a table at 0). */
  readonly from: 'base' | 'random'
  /** What it learns from an iteration, whose policy has been updated; nothing leaves it as it is. */
  readonly lessons: (batch: Batch, teacher: Teacher, params: P, context: SlotContext) => readonly Lesson[]
  /** To be minimised; `score` and `wanted` [lessons], in their order; what nobody wanted is 0. */
  readonly loss: (tf: Tf, score: Tensor1D, params: P, wanted: Tensor1D) => Scalar
  /** Optimiser updates per iteration, each on all lessons. */
  readonly updates: (params: P) => number
  readonly learningRate: (params: P) => number
}

/** Its parameters are declared by the slot that reads the column, so that they go with it when it is borrowed. */
export type ModelPart = ModelWork<ParamValues>

// Erased as in parts.ts: a function of these specs' values becomes one of any values.
export const learnedModel = <const P extends ParamSpecs>(
  _params: P,
  part: ModelWork<Values<P & ParamSpecs>>,
): ModelPart => part as ModelWork<ParamValues>

/** By the column that each fills. */
export type Models = { readonly [C in ModelColumn]?: ModelPart }
