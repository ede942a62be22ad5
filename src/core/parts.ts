/** Parts of the slots that compute on plain numbers: needs, parameters and function together, made by a builder each. */
import { type Batch, type Explain, requireColumns, type With } from './batch.ts'
import { type Column, type ColumnParams, paramsOf } from './columns.ts'
import type { Turn } from './dialogue.ts'
import type { Pairs, Prefer } from './pairs.ts'
import type { ParamSpecs, ParamValues, Values } from './params.ts'
import type { ReplayWork } from './replay.ts'
import type { Draw } from './rng.ts'
import type { Found, SearchHandle } from './search.ts'

/** A value that a stateful slot keeps between iterations. It must survive `structuredClone`; `undefined` at the start. */
export type MethodState = unknown

// Pure functions of a Batch: typed arrays in, typed arrays out. The type is the stop-gradient.

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
  /** Those of the part's `writes` but `returns`: which tokens are trained, a target, ... */
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

export interface PairingResult {
  /** Of rows that something could score; of one problem each. */
  readonly pairs: Pairs
  readonly explain?: Explain
  readonly state?: MethodState
}

export interface SelectionResult {
  /** [groups] row of the response that is handed out; -1 where none can be. */
  readonly chosen: Int32Array
  /** Questions that columns of the judge stand for, over all groups, beside those asked of the context; absent: none. */
  readonly judged?: number
  readonly explain?: Explain
}

export interface ProbeResult {
  /** Numbers of the iteration, drawn as curves under their names. */
  readonly metrics: Readonly<Record<string, number>>
  readonly explain?: Explain
}

/** What a slot may know beside the batch: where the run stands, and randomness keyed by seed and iteration. */
export interface SlotContext {
  readonly iteration: number
  readonly iterations: number
  readonly draw: Draw
  readonly state: MethodState
}

/** What a pairing may ask beside that: who of two responses of the batch is preferred (`Task.prefer`, else the reward). */
export interface PairingContext extends SlotContext {
  readonly prefer: Prefer
}

/** What a selection may ask beside that. */
export interface SelectionContext extends SlotContext {
  /** In (0, 1): what the judge thinks of the first `length` tokens of a response of the batch. Every question is counted. */
  readonly judge: (row: number, length: number) => number
}

/** A part's parameters are its own and those of the columns that it reads. */
type All<P, C extends Column> = Values<P & ColumnParams<C> & ParamSpecs>
type Compute<P, C extends Column, R, X> = (batch: With<C>, params: All<P, C>, context: X) => R

/** A slot's part with its types erased; the builders check the columns before the typed function runs. */
export interface BatchPart<R, X = SlotContext> {
  readonly needs: readonly Column[]
  /** Columns for slots that follow, beside the one that the slot is there for. */
  readonly writes: readonly Column[]
  readonly params: ParamSpecs
  /** True where these parameters name a convention that reads what the world wrote; else the part sees no such tokens. */
  readonly seesWorld: (params: ParamValues) => boolean
  readonly compute: (where: string, batch: Batch, params: ParamValues, context: X) => R
}

const batchPart =
  <R, X extends SlotContext = SlotContext>() =>
  <const P extends ParamSpecs = Record<never, never>, const C extends Column = never>(part: {
    readonly needs?: readonly C[]
    readonly writes?: readonly Column[]
    readonly params?: P
    readonly seesWorld?: (params: Values<P & ParamSpecs>) => boolean
    readonly compute: Compute<P, C, R, X>
  }): BatchPart<R, X> => ({
    needs: part.needs ?? [],
    writes: part.writes ?? [],
    params: { ...paramsOf(part.needs ?? []), ...part.params },
    seesWorld: params => part.seesWorld?.(params as Values<P & ParamSpecs>) ?? false,
    // The one place where a part's types are erased: `resolve` has checked the values against these very specs.
    compute: (where, batch, params, context) =>
      part.compute(requireColumns(batch, where, part.needs ?? []), params as All<P, C>, context),
  })

export const advantage = batchPart<AdvantageResult>()
export const credit = batchPart<CreditResult>()
export const reward = batchPart<RewardResult>()
export const pairing = batchPart<PairingResult, PairingContext>()
/** Sees no reward and no verdict: the verifier is not asked what to hand out. */
export const selection = batchPart<SelectionResult, SelectionContext>()
export const probe = batchPart<ProbeResult>()

// Slots that steer the engine.

/** The problems that a curriculum chooses from, and what it may know of them. */
export interface Pool {
  /** Problems are 0 .. size-1. */
  readonly size: number
  /** Where problems come from: a task's own kinds or difficulties; one nameless source where it tells none apart. */
  readonly sources: readonly string[]
  /** Index of a problem's source; the column `source` of a batch holds the same. */
  readonly sourceOf: (problem: number) => number
  /** One correct response that the task gives; `hintOf` makes a hint of it. */
  readonly reference: (problem: number, draw: Draw) => readonly number[]
}

/** A problem to be asked. A method with its own sampler draws as it likes: of a choice, only the problem reaches it. */
export interface Choice {
  readonly problem: number
  /** At least 1; omitted: what `sizes` says, else the group size. */
  readonly rollouts?: number
  /** Tokens that stand at the start of every response, given and not drawn (column `given`, mask 0); never a whole response. */
  readonly hint?: readonly number[]
}

/** The first tokens of a response, as large a share of it as wanted, rounded; at least its last token is left to be drawn. */
export const hintOf = (reference: readonly number[], share: number): readonly number[] =>
  reference.slice(0, Math.min(reference.length - 1, Math.max(0, Math.round(share * reference.length))))

/** What a curriculum does, for parameters `P`. */
interface CurriculumWork<P> {
  /** What is asked in this iteration. Omitted: problems drawn without replacement, epoch by epoch. */
  readonly choose?: (
    pool: Pool,
    count: number,
    params: P,
    context: SlotContext,
  ) => { readonly choices: readonly Choice[]; readonly state?: MethodState }
  /** Rollouts of each problem, at least 1; omitted: the group size for all. A method with its own sampler is not asked. */
  readonly sizes?: (
    problems: readonly number[],
    groupSize: number,
    params: P,
    context: SlotContext,
  ) => readonly number[]
  /** [groups] 1 = keep. Dropped groups are replaced by sampling again, at most `rounds` times. Omitted: keep all. */
  readonly keep?: (batch: Batch, params: P, context: SlotContext) => Uint8Array
  /** How many sampling rounds at most when `keep` drops groups; 1 when omitted. */
  readonly rounds?: (params: P) => number
  /** Sees the finished batch of the iteration; returns the next state. */
  readonly observe?: (batch: Batch, problems: readonly number[], params: P, context: SlotContext) => MethodState
}

/** What a sampler may ask of the policy. Rollouts are numbered so that their noise is keyed by (problem, rollout). */
export interface SamplerHandle {
  /** The run's sampling temperature: the one at which the policy is trained. */
  readonly temperature: number
  /** Samples one continuation per request; `prefix` is generated text to continue from (empty: from the prompt). */
  readonly continueFrom: (
    requests: readonly { readonly problem: number; readonly rollout: number; readonly prefix: readonly number[] }[],
    options?: {
      readonly temperature?: number
      readonly greedy?: boolean
      /** Weight of the reference in a geometric mixture that every token is drawn from; absent or 0: the policy alone. */
      readonly mix?: number
    },
  ) => Promise<readonly SampledRollout[]>
  /** Response tokens of one correct response that the task gives, drawn with `draw` where there are several. */
  readonly reference: (problem: number, draw: Draw) => readonly number[]
}
export interface SampledRollout {
  /** Generated tokens, the prefix included. */
  readonly tokens: readonly number[]
  /** With which each was really drawn, after top-k and top-p. */
  readonly logp: readonly number[]
  /** Probability of the tokens that these kept; absent means 1 everywhere. */
  readonly keptMass?: readonly number[]
  readonly entropy: readonly number[]
  readonly reward: number
  /** Temperature at which it was drawn, over the run's; absent means 1. */
  readonly tempered?: number
  /** True where somebody else wrote it: a demonstration. */
  readonly external?: boolean
  /**
   * Where the world answers: the policy's turns and the states that they began in. Tokens in no turn are the world's. A
   * prefix that stops where a turn begins or ends leads on from the world as it was there.
   */
  readonly turns?: readonly Turn[]
  /** Its first tokens, so many, were a hint: given, neither credited nor trained on (column `given`, mask 0). */
  readonly given?: number
}

/** What a sampler does: the rollouts of one iteration, a list per problem. Without one: independent rollouts. */
interface SamplerWork<P> {
  readonly compute: (
    handle: SamplerHandle,
    problems: readonly number[],
    groupSize: number,
    params: P,
    context: SlotContext,
  ) => Promise<readonly (readonly SampledRollout[])[]>
  /** Columns that it fills beside those that drawing leaves behind. */
  readonly writes?: readonly Column[]
}

/** What a search does: the responses to one problem. */
interface SearchWork<P> {
  readonly compute: (handle: SearchHandle, groupSize: number, params: P, context: SlotContext) => Promise<Found>
}

type Declared<Work> = Work & { readonly params: ParamSpecs }
type Typed<P> = { readonly params?: P }

export type CurriculumPart = Declared<CurriculumWork<ParamValues>>
export type ReplayPart = Declared<ReplayWork<ParamValues>>
export type SearchPart = Declared<SearchWork<ParamValues>>
export type SamplerPart = Declared<SamplerWork<ParamValues>>

// Erased as above: a function of these specs' values becomes one of any values.
export const curriculum = <const P extends ParamSpecs = Record<never, never>>(
  part: Typed<P> & CurriculumWork<Values<P & ParamSpecs>>,
): CurriculumPart => ({ ...(part as CurriculumWork<ParamValues>), params: part.params ?? {} })

export const sampler = <const P extends ParamSpecs = Record<never, never>>(
  part: Typed<P> & SamplerWork<Values<P & ParamSpecs>>,
): SamplerPart => ({ ...(part as SamplerWork<ParamValues>), params: part.params ?? {} })

export const replay = <const P extends ParamSpecs = Record<never, never>>(
  part: Typed<P> & ReplayWork<Values<P & ParamSpecs>>,
): ReplayPart => ({ ...(part as ReplayWork<ParamValues>), params: part.params ?? {} })

/** A search has the settings of the judge that it may ask among its parameters. */
export const search = <const P extends ParamSpecs = Record<never, never>>(
  part: Typed<P> & SearchWork<Values<P & ParamSpecs>>,
): SearchPart => ({
  ...(part as SearchWork<ParamValues>),
  params: { ...paramsOf(['judgedValue']), ...part.params },
})
