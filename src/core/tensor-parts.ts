/** Parts of the differentiable slots. They receive `tf` as an argument and import only its type. */
import type * as TF from '@tensorflow/tfjs-core'
import { type Column, type ColumnOf, type ColumnParams, type columnSpecs, type Extent, paramsOf } from './columns.ts'
import type { ParamSpecs, ParamValues, Values } from './params.ts'
import type { SlotContext } from './parts.ts'

export type Tf = typeof TF

export const aggregations = [
  'token-mean',
  'token-sum',
  'seq-mean-token-sum',
  'seq-mean-token-mean',
  'seq-mean-token-sum-norm',
  'prompt-mean',
] as const
export type Aggregation = (typeof aggregations)[number]
export const isAggregation = (name: string): name is Aggregation => aggregations.some(known => known === name)

/** TeX, and the column, explain column or parameter that each of its symbols stands for. */
export interface Formula {
  readonly tex: string
  readonly symbols: Readonly<Record<string, { readonly is: string; readonly text: string }>>
}

/** The policy as it is now; gradients flow. What is optional is there when the slot's `needs` names it. */
export interface PresentTensors {
  readonly logp: TF.Tensor2D
  readonly entropy?: TF.Tensor2D
  readonly meanLogp?: TF.Tensor2D
  readonly value?: TF.Tensor2D
  /** [n, T, V] at the sampling temperature. */
  readonly logits?: TF.Tensor3D
}

/** How much one update sees. */
export interface WholeCounts {
  readonly tokens: number
  /** Responses that have tokens. */
  readonly rollouts: number
  /** Responses that have none; omitted: they are counted in `rollouts`. */
  readonly empty?: number
  /** Tokens of the longest response, those of the world included; omitted: as the rows say. */
  readonly longest?: number
}

/** What every objective is given, or what says when it is given. */
interface GivenTensors {
  readonly now: PresentTensors
  readonly mask: TF.Tensor2D
  /** [n, 1] generated tokens per rollout. */
  readonly length: TF.Tensor2D
  readonly credit: TF.Tensor2D
  /** [n, 1] */
  readonly advantage: TF.Tensor2D
  /** The detached `now.logp` when the batch has no such column: one update per batch, ratio 1. */
  readonly oldLogp: TF.Tensor2D
  /** The objective has one ratio per response (`TensorPart.oneRatio`). */
  readonly oneRatio?: boolean
  /** The weighting hands out logarithms per response, for an objective that takes them in (`TensorPart.takesWeight`). */
  readonly weightAsLog?: boolean
  /** [n, 1] such logarithms, where weights are on; the loss is then not multiplied by them. */
  readonly logWeight?: TF.Tensor2D
  /** For terms beside the objective: 1 where it acts (`ObjectiveResult.acting`). */
  readonly acting?: TF.Tensor2D
  /** Longest response that the task allows, in tokens; absent for logs, where the padded width stands in. */
  readonly maxResponse?: number
  /** Counts that averages divide by instead of these rows' own, when the rows are only a part of what one update sees. */
  readonly whole?: WholeCounts
  /** Of a method with a pairing, those among these rows. */
  readonly pairs?: PairTensors
}

/** [pairs] places of rows, int32; [pairs, 1] weights. */
export interface PairTensors {
  readonly chosen: TF.Tensor1D
  readonly rejected: TF.Tensor1D
  readonly weight: TF.Tensor2D
}

/** Present when the slot's `needs` names them. */
interface BatchFacts {
  /** [n, 1] equal numbers are siblings: responses to one problem. */
  readonly group?: TF.Tensor2D
  /** [n, 1] after shaping. */
  readonly reward?: TF.Tensor2D
}

/**
 * Columns that an objective reads under their own names: all but those of turns, those that it is given anyway, and
 * those of the policy now, which it is given with their gradients.
 */
export type DataColumn = Exclude<
  ColumnOf<Exclude<Extent, 'turn'>>,
  keyof GivenTensors | keyof PresentTensors | 'trained'
>
type ColumnTensor<C extends Column> = (typeof columnSpecs)[C]['extent'] extends 'next' ? TF.Tensor3D : TF.Tensor2D

/**
 * The batch as the objective sees it. What the policy says now stands under `now` and carries gradients; everything else
 * is data. Shapes: [n, T] per token, [n, 1] per rollout and per group, [n, T, V] per next token. Every per-token tensor
 * is 0 where the mask is 0 (methods/tensors.ts sees to it, and methods/loss.ts masks whatever a slot returns).
 */
export type TokenTensors = GivenTensors & BatchFacts & { readonly [C in DataColumn]?: ColumnTensor<C> }

/** Names in an objective's `needs`: of the policy now (`entropy`), of a column, `group` or `reward`. */
export type TensorNeed = Exclude<keyof PresentTensors, 'logp'> | keyof BatchFacts | DataColumn
type Needed<T, N> = { readonly [K in N & keyof T]-?: NonNullable<T[K]> }
export type TensorsWith<N extends TensorNeed> = TokenTensors &
  Needed<TokenTensors, Exclude<N, keyof PresentTensors>> & { readonly now: Needed<PresentTensors, N> }

export interface ObjectiveResult {
  /** [n, T] to be minimised; gradients flow. */
  readonly loss: TF.Tensor2D
  /** [n, T] 1 at tokens on which it acts, where it passes over others that averages still count; omitted: all. */
  readonly acting?: TF.Tensor2D
  /** [n, T] 1 at tokens that its own average counts; omitted: all. */
  readonly counted?: TF.Tensor2D
  /** Diagnostics, [n, T] or [n, 1], read back only when someone looks: `ratio`, `clippedLow`, `clippedHigh`, ... */
  readonly explain?: Readonly<Record<string, TF.Tensor2D>>
}

export interface TensorPart<R> {
  readonly needs: readonly TensorNeed[]
  /** What these parameters need beside it. */
  readonly also: (params: ParamValues) => readonly TensorNeed[]
  readonly params: ParamSpecs
  /** True where the loss is made of one ratio per response, so that weights of its tokens must be joined to one. */
  readonly oneRatio: (params: ParamValues) => boolean
  /** True where the objective takes the weights for another sampler into itself, as `logWeight`. */
  readonly takesWeight: (params: ParamValues) => boolean
  /** False when the parameters switch the part off: it is not computed and its needs are not provided. */
  readonly active: (params: ParamValues) => boolean
  readonly compute: (tf: Tf, tensors: TokenTensors, params: ParamValues, context: SlotContext) => R
  /** What it computes per token, for people; omitted where the method's own `formula` is about this slot. */
  readonly formula?: Formula
}

/** A part's parameters are its own and those of the columns that it reads. */
type All<P, N extends TensorNeed> = Values<P & ColumnParams<Extract<N, DataColumn>> & ParamSpecs>

const tensorPart =
  <R>() =>
  <const P extends ParamSpecs = Record<never, never>, const N extends TensorNeed = never>(part: {
    readonly needs?: readonly N[]
    readonly also?: (params: All<P, N>) => readonly TensorNeed[]
    readonly params?: P
    readonly oneRatio?: (params: All<P, N>) => boolean
    readonly takesWeight?: (params: All<P, N>) => boolean
    readonly active?: (params: All<P, N>) => boolean
    readonly compute: (tf: Tf, tensors: TensorsWith<N>, params: All<P, N>, context: SlotContext) => R
    readonly formula?: Formula
  }): TensorPart<R> => ({
    ...(part.formula && { formula: part.formula }),
    needs: part.needs ?? [],
    also: params => part.also?.(params as All<P, N>) ?? [],
    params: { ...paramsOf(part.needs ?? []), ...part.params },
    oneRatio: params => part.oneRatio?.(params as All<P, N>) ?? false,
    takesWeight: params => part.takesWeight?.(params as All<P, N>) ?? false,
    active: params => part.active?.(params as All<P, N>) ?? true,
    // Erased as above; methods/loss.ts provides every tensor that `needs` names or fails.
    compute: (tf, tensors, params, context) =>
      part.compute(tf, tensors as TensorsWith<N>, params as All<P, N>, context),
  })

export const objective = tensorPart<ObjectiveResult>()
/** A term of the loss: a scalar, or [n, T] numbers that are masked and aggregated as the objective's are. */
export type Term = TF.Scalar | TF.Tensor2D
/** A term by itself, or with marks of its own beside the objective's, such as `clippedValue`. */
export type RegulariserResult =
  | Term
  | { readonly term: Term; readonly explain: NonNullable<ObjectiveResult['explain']> }
export const regulariser = tensorPart<RegulariserResult>()
/** [n, T] weights without gradient that multiply the objective's loss. */
export const weighting = tensorPart<TF.Tensor2D>()
/** Turns the objective's [n, T] loss (already multiplied by the mask) into a scalar. */
export const aggregation = <const P extends ParamSpecs = Record<never, never>>(part: {
  readonly params?: P
  readonly also?: (params: Values<P & ParamSpecs>) => readonly TensorNeed[]
  readonly compute: (tf: Tf, loss: TF.Tensor2D, tensors: TokenTensors, params: Values<P & ParamSpecs>) => TF.Scalar
}): AggregationPart => ({
  params: part.params ?? {},
  also: params => part.also?.(params as Values<P & ParamSpecs>) ?? [],
  compute: (tf, loss, tensors, params) => part.compute(tf, loss, tensors, params as Values<P & ParamSpecs>),
})
export interface AggregationPart {
  readonly params: ParamSpecs
  /** What these parameters need. */
  readonly also: (params: ParamValues) => readonly TensorNeed[]
  readonly compute: (tf: Tf, loss: TF.Tensor2D, tensors: TokenTensors, params: ParamValues) => TF.Scalar
}
