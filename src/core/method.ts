/**
 * A method is a filled form of slots. A slot it invents is a part made by one of the builders below (needs, parameters
 * and function together, so that it can be borrowed whole); a slot it borrows is the id of another method; a slot it
 * omits falls to the house default (methods/house.ts).
 */
import type * as TF from '@tensorflow/tfjs-core'
import { type Batch, type Column, type Explain, requireColumns, type With } from './batch.ts'
import type { Convention, ParamSpecs, ParamValues, Values } from './params.ts'
import type { Draw } from './rng.ts'

export type Tf = typeof TF

export const slots = [
  'sampler',
  'curriculum',
  'reward',
  'advantage',
  'credit',
  'objective',
  'aggregation',
  'regulariser',
  'probe',
] as const
export type Slot = (typeof slots)[number]

export const aggregations = [
  'token-mean',
  'seq-mean-token-sum',
  'seq-mean-token-mean',
  'seq-mean-token-sum-norm',
] as const
export type Aggregation = (typeof aggregations)[number]

/** TeX, and the column, explain column or parameter that each of its symbols stands for. */
export interface Formula {
  readonly tex: string
  readonly symbols: Readonly<Record<string, { readonly is: string; readonly text: string }>>
}

/** A value that a stateful slot keeps between iterations. It must survive `structuredClone`; `undefined` at the start. */
export type MethodState = unknown

// ---------------------------------------------------------------------------------------------------------------
// Slots that are pure functions of a Batch: typed arrays in, typed arrays out. The type is the stop-gradient.

export interface AdvantageResult {
  /** [n] */
  readonly advantage: Float32Array
  readonly explain?: Explain
  readonly state?: MethodState
}

export interface CreditResult {
  /** [T] */
  readonly credit: Float32Array
  /** [T] regression target for the value head. */
  readonly returns?: Float32Array
  /** Columns for the slots that follow: which tokens are trained, a target, ... */
  readonly columns?: { readonly [C in Column]?: Float32Array }
  readonly explain?: Explain
  readonly state?: MethodState
}

export interface RewardResult {
  /** [n] the total that the advantage slot sees. */
  readonly reward: Float32Array
  /** Named contributions, each [n]. */
  readonly parts?: Readonly<Record<string, Float32Array>>
  /** [T] for rewards paid at tokens. */
  readonly tokenReward?: Float32Array
  readonly explain?: Explain
  readonly state?: MethodState
}

/** What a slot may know beside the batch: where the run stands, and randomness keyed by seed and iteration. */
export interface SlotContext {
  readonly iteration: number
  readonly iterations: number
  readonly draw: Draw
  readonly state: MethodState
}

type Compute<P, C extends Column, R> = (batch: With<C>, params: Values<P & ParamSpecs>, context: SlotContext) => R

/** A slot's part with its types erased; the builders check the columns before the typed function runs. */
export interface BatchPart<R> {
  readonly needs: readonly Column[]
  readonly params: ParamSpecs
  readonly compute: (where: string, batch: Batch, params: ParamValues, context: SlotContext) => R
}

const batchPart =
  <R>() =>
  <const P extends ParamSpecs = Record<never, never>, const C extends Column = never>(part: {
    readonly needs?: readonly C[]
    readonly params?: P
    readonly compute: Compute<P, C, R>
  }): BatchPart<R> => ({
    needs: part.needs ?? [],
    params: part.params ?? {},
    // The one place where a part's types are erased: `resolve` has checked the values against these very specs.
    compute: (where, batch, params, context) =>
      part.compute(requireColumns(batch, where, part.needs ?? []), params as Values<P & ParamSpecs>, context),
  })

export const advantage = batchPart<AdvantageResult>()
export const credit = batchPart<CreditResult>()
export const reward = batchPart<RewardResult>()
export const probe = batchPart<Readonly<Record<string, number>>>()

// ---------------------------------------------------------------------------------------------------------------
// Differentiable slots. They receive `tf` as an argument and import only its type.

/**
 * The batch as the objective sees it. Shapes: [n, T] per token, [n, 1] per rollout. Every per-token tensor is 0 where
 * the mask is 0 (methods/loss.ts sees to it, and masks whatever a slot returns). `logp`, `entropy`, `meanLogp`, `value`
 * and `logits` carry gradients; everything else is data.
 */
export interface TokenTensors {
  readonly mask: TF.Tensor2D
  /** [n, 1] generated tokens per rollout. */
  readonly length: TF.Tensor2D
  readonly credit: TF.Tensor2D
  /** [n, 1] */
  readonly advantage: TF.Tensor2D
  readonly logp: TF.Tensor2D
  /** The detached `logp` when the batch has no such column: one update per batch, ratio 1. */
  readonly oldLogp: TF.Tensor2D
  /** Longest response that the task allows, in tokens; absent for logs, where the padded width stands in. */
  readonly maxResponse?: number
  /** Counts that averages divide by instead of these rows' own, when the rows are only a part of what one update sees. */
  readonly whole?: { readonly tokens: number; readonly rollouts: number }
  /** Present when the slot's `needs` names them. */
  /** [n, 1] equal numbers are siblings: responses to one problem. */
  readonly group?: TF.Tensor2D
  /** [n, 1] after shaping; 0 where nothing could score the response. */
  readonly reward?: TF.Tensor2D
  readonly external?: TF.Tensor2D
  readonly item?: TF.Tensor2D
  readonly contrast?: TF.Tensor2D
  /** [n, T, V] */
  readonly dpoLogits?: TF.Tensor3D
  /** [n, T, V] */
  readonly reverseLogits?: TF.Tensor3D
  /** [n, T, V] */
  readonly uniformQ?: TF.Tensor3D
  readonly entropyTarget?: TF.Tensor2D
  readonly entropyWeight?: TF.Tensor2D
  readonly entropy?: TF.Tensor2D
  readonly refLogp?: TF.Tensor2D
  readonly samplerLogp?: TF.Tensor2D
  readonly value?: TF.Tensor2D
  readonly oldValue?: TF.Tensor2D
  readonly returns?: TF.Tensor2D
  readonly meanLogp?: TF.Tensor2D
  readonly oldMeanLogp?: TF.Tensor2D
  /** [n, T, V] at the sampling temperature. */
  readonly logits?: TF.Tensor3D
}

export type TensorNeed = Exclude<
  keyof TokenTensors,
  'mask' | 'length' | 'credit' | 'advantage' | 'logp' | 'oldLogp' | 'maxResponse' | 'whole'
>
export type TensorsWith<N extends TensorNeed> = TokenTensors & { readonly [K in N]-?: NonNullable<TokenTensors[K]> }

export interface ObjectiveResult {
  /** [n, T] to be minimised; gradients flow. */
  readonly loss: TF.Tensor2D
  /** Diagnostics, [n, T] or [n, 1], read back only when someone looks: `ratio`, `clippedLow`, `clippedHigh`, ... */
  readonly explain?: Readonly<Record<string, TF.Tensor2D>>
}

export interface TensorPart<R> {
  readonly needs: readonly TensorNeed[]
  readonly params: ParamSpecs
  /** False when the parameters switch the part off: it is not computed and its needs are not provided. */
  readonly active: (params: ParamValues) => boolean
  readonly compute: (tf: Tf, tensors: TokenTensors, params: ParamValues, context: SlotContext) => R
  /** What it computes per token, for people; omitted where the method's own `formula` is about this slot. */
  readonly formula?: Formula
}

const tensorPart =
  <R>() =>
  <const P extends ParamSpecs = Record<never, never>, const N extends TensorNeed = never>(part: {
    readonly needs?: readonly N[]
    readonly params?: P
    readonly active?: (params: Values<P & ParamSpecs>) => boolean
    readonly compute: (tf: Tf, tensors: TensorsWith<N>, params: Values<P & ParamSpecs>, context: SlotContext) => R
    readonly formula?: Formula
  }): TensorPart<R> => ({
    ...(part.formula && { formula: part.formula }),
    needs: part.needs ?? [],
    params: part.params ?? {},
    active: params => part.active?.(params as Values<P & ParamSpecs>) ?? true,
    // Erased as above; methods/loss.ts provides every tensor that `needs` names or fails.
    compute: (tf, tensors, params, context) =>
      part.compute(tf, tensors as TensorsWith<N>, params as Values<P & ParamSpecs>, context),
  })

export const objective = tensorPart<ObjectiveResult>()
/** A term of the loss: a scalar, or [n, T] numbers that are masked and aggregated as the objective's are. */
export type Term = TF.Scalar | TF.Tensor2D
export const regulariser = tensorPart<Term>()
/** [n, T] weights without gradient that multiply the objective's loss. */
export const weighting = tensorPart<TF.Tensor2D>()
/** Turns the objective's [n, T] loss (already multiplied by the mask) into a scalar. */
export const aggregation = <const P extends ParamSpecs = Record<never, never>>(part: {
  readonly params?: P
  readonly compute: (tf: Tf, loss: TF.Tensor2D, tensors: TokenTensors, params: Values<P & ParamSpecs>) => TF.Scalar
}): AggregationPart => ({
  params: part.params ?? {},
  compute: (tf, loss, tensors, params) => part.compute(tf, loss, tensors, params as Values<P & ParamSpecs>),
})
export interface AggregationPart {
  readonly params: ParamSpecs
  readonly compute: (tf: Tf, loss: TF.Tensor2D, tensors: TokenTensors, params: ParamValues) => TF.Scalar
}

// ---------------------------------------------------------------------------------------------------------------
// Slots that steer the engine.

export interface CurriculumPart {
  readonly params: ParamSpecs
  /** Problems of this iteration, as indices into the pool. Omitted: drawn without replacement, epoch by epoch. */
  readonly choose?: (
    pool: number,
    count: number,
    params: ParamValues,
    context: SlotContext,
  ) => { readonly problems: readonly number[]; readonly state?: MethodState }
  /** Rollouts of each problem, at least 1; omitted: the group size for all. A method with its own sampler is not asked. */
  readonly sizes?: (
    problems: readonly number[],
    groupSize: number,
    params: ParamValues,
    context: SlotContext,
  ) => readonly number[]
  /** [groups] 1 = keep. Dropped groups are replaced by sampling again, at most `rounds` times. Omitted: keep all. */
  readonly keep?: (batch: Batch, params: ParamValues, context: SlotContext) => Uint8Array
  /** How many sampling rounds at most when `keep` drops groups; 1 when omitted. */
  readonly rounds?: (params: ParamValues) => number
  /** Sees the finished batch of the iteration; returns the next state. */
  readonly observe?: (
    batch: Batch,
    problems: readonly number[],
    params: ParamValues,
    context: SlotContext,
  ) => MethodState
}

export const curriculum = <const P extends ParamSpecs = Record<never, never>>(part: {
  readonly params?: P
  readonly choose?: (
    pool: number,
    count: number,
    params: Values<P & ParamSpecs>,
    context: SlotContext,
  ) => { readonly problems: readonly number[]; readonly state?: MethodState }
  readonly sizes?: (
    problems: readonly number[],
    groupSize: number,
    params: Values<P & ParamSpecs>,
    context: SlotContext,
  ) => readonly number[]
  readonly keep?: (batch: Batch, params: Values<P & ParamSpecs>, context: SlotContext) => Uint8Array
  readonly rounds?: (params: Values<P & ParamSpecs>) => number
  readonly observe?: (
    batch: Batch,
    problems: readonly number[],
    params: Values<P & ParamSpecs>,
    context: SlotContext,
  ) => MethodState
}): CurriculumPart => ({ ...part, params: part.params ?? {} }) as CurriculumPart

/** What a sampler may ask of the policy. Rollouts are numbered so that their noise is keyed by (problem, rollout). */
export interface SamplerHandle {
  /** The run's sampling temperature: the one at which the policy is trained. */
  readonly temperature: number
  /** Samples one continuation per request; `prefix` is generated text to continue from (empty: from the prompt). */
  readonly continueFrom: (
    requests: readonly { readonly problem: number; readonly rollout: number; readonly prefix: readonly number[] }[],
    options?: { readonly temperature?: number; readonly greedy?: boolean },
  ) => Promise<readonly SampledRollout[]>
}
export interface SampledRollout {
  /** Generated tokens, the prefix included. */
  readonly tokens: readonly number[]
  readonly logp: readonly number[]
  readonly entropy: readonly number[]
  readonly reward: number
  /** Temperature at which it was drawn, over the run's; absent means 1. */
  readonly tempered?: number
}

/** Draws the rollouts of one iteration: a list of token sequences per problem. Omitted: independent rollouts. */
export interface SamplerPart {
  readonly params: ParamSpecs
  readonly compute: (
    handle: SamplerHandle,
    problems: readonly number[],
    groupSize: number,
    params: ParamValues,
    context: SlotContext,
  ) => Promise<readonly (readonly SampledRollout[])[]>
}
export const sampler = <const P extends ParamSpecs = Record<never, never>>(part: {
  readonly params?: P
  readonly compute: (
    handle: SamplerHandle,
    problems: readonly number[],
    groupSize: number,
    params: Values<P & ParamSpecs>,
    context: SlotContext,
  ) => Promise<readonly (readonly SampledRollout[])[]>
}): SamplerPart => ({ ...part, params: part.params ?? {} }) as SamplerPart

// ---------------------------------------------------------------------------------------------------------------
// The form.

/** A method's id: borrows that method's part for the slot. */
export type Borrowed = string

export interface Slots {
  readonly sampler?: SamplerPart | Borrowed
  readonly curriculum?: CurriculumPart | Borrowed
  readonly reward?: BatchPart<RewardResult> | Borrowed
  readonly advantage?: BatchPart<AdvantageResult> | Borrowed
  readonly credit?: BatchPart<CreditResult> | Borrowed
  readonly objective?: TensorPart<ObjectiveResult> | Borrowed
  /** One of the four names of `aggregations`, a function, or another method's id. */
  readonly aggregation?: AggregationPart | Aggregation | Borrowed
  readonly regulariser?: TensorPart<Term> | Borrowed
  readonly probe?: BatchPart<Readonly<Record<string, number>>> | Borrowed
}

/** How sure we are of a definition: read in the released code, in the paper, or derived from its abstract. */
export type Confidence = 'code-verified' | 'paper-verified' | 'abstract-only'

export interface Method {
  /** Equal to the file's name. */
  readonly id: string
  readonly title: string
  readonly paper: { readonly title: string; readonly id?: string; readonly year: number }
  /** One sentence, in our own words. */
  readonly idea: string
  /** TeX of the quantity that the method is about; its symbols are keys of `symbols`. */
  readonly formula: string
  /** TeX symbol -> the column, explain column or parameter it stands for, and a few words. */
  readonly symbols: Formula['symbols']
  /** What the paper says happens, and what to look for at toy scale. */
  readonly claim: string
  /** Id of the panel that shows it best. */
  readonly panel: string
  readonly lesson?: string
  readonly confidence: Confidence
  /** What is known to go wrong in released implementations, or to differ between them. */
  readonly pitfalls?: readonly string[]
  /** What changes against GRPO, in one sentence. */
  readonly versusGrpo: string
  /** Tasks (ids) on which its effect can be seen. */
  readonly tasks?: readonly string[]
  /** New defaults for parameters of borrowed slots; under every convention too, unless `conventions` says otherwise. */
  readonly defaults?: ParamValues
  /** What the paper or a framework sets for this method, where it differs from what the slot's parameter says. */
  readonly conventions?: Readonly<Partial<Record<Convention, ParamValues>>>
  readonly slots: Slots
}

export const defineMethod = (method: Method): Method => Object.freeze(method)
