/** What the phases of a run share: its fixed parts, and the few things that change between phases. */
import { type Batch, tokenCount } from '../core/batch.ts'
import type { Explained } from '../core/explained.ts'
import type { Metrics } from '../core/metrics.ts'
import type { ModelColumn } from '../core/models.ts'
import { type ParamValues, valuesOf } from '../core/params.ts'
import type { Choice, MethodState, SlotContext } from '../core/parts.ts'
import { problemSeed, type Recipe, specsWith, type TrainingParams } from '../core/recipe.ts'
import { purpose, stream } from '../core/rng.ts'
import type { Searched } from '../core/search.ts'
import { type Slot, slotTable } from '../core/slots.ts'
import type { Phase, TopTokens } from '../core/snapshot.ts'
import type { Level, Problem, Task } from '../core/task.ts'
import { isCut, teacherOf, type World } from '../core/world.ts'
import type { SlotOutcome } from '../methods/estimate.ts'
import type { ResolvedMethod } from '../methods/index.ts'
import type { Policy, Rows, Sampled } from '../policy/policy.ts'

/** A value for every training parameter and every parameter of the method. */
export type Params = TrainingParams & ParamValues

/** What stateful slots remember between iterations, by slot, and the engine's own notes under other keys. */
export type Memory = Readonly<Record<string, MethodState>>

export type RunModels = { readonly [C in ModelColumn]?: Policy }

export interface Run {
  readonly recipe: Recipe
  readonly task: Task
  readonly level: Level
  readonly seed: number
  readonly method: ResolvedMethod
  readonly policy: Policy
  /** The frozen base policy. */
  readonly reference: Pick<Policy, 'score' | 'sample' | 'vocabSize'>
  /** What it learns beside the policy, by the column that each fills. */
  readonly models: RunModels
  /** Changed between phases only. */
  params: Params
  /** Iterations finished. */
  iteration: number
  memory: Memory
  /** Somebody looks at this iteration: diagnostics that cost time are computed. They never change what is learned. */
  watched: boolean
}

export const worldOf = ({ task, level, policy, params, recipe }: Run): World => ({
  task,
  level,
  policy: policy.spec.kind,
  cut: isCut(params),
  policyId: recipe.policy,
  ...teacherOf(params),
})

export const problemAt = ({ task, level }: Pick<Run, 'task' | 'level'>, index: number): Problem =>
  task.problem(level, problemSeed, index)

/** What one iteration has gathered so far. Each phase returns the next one; nothing in it is changed afterwards. */
export interface Frame {
  /** The iteration under way, from 1; 0 for the measurement before the first. */
  readonly iteration: number
  /** The last phase that has run. */
  readonly phase: Phase
  /** One per group. */
  readonly problems: readonly Problem[]
  /** What the curriculum said of each of them; empty where it did not choose. Drawing alone reads it. */
  readonly choices: readonly Choice[]
  readonly batch: Batch
  /** [n] what the verifier said. */
  readonly notes: readonly string[]
  readonly explain: Explained
  readonly top?: TopTokens
  readonly metrics: Metrics
  readonly memory: Memory
  /** What the policy answered, row by row as in the batch. */
  readonly sampled?: Sampled
  /** Rollouts drawn so far for each problem index: later ones get noise of their own. */
  readonly drawn: ReadonlyMap<number, number>
  /** [groups] each problem's search; absent where nobody searched. */
  readonly searches?: readonly Searched[]
  /** What was judged so far, in how many rounds of sampling; how many groups were dropped, and how many of these were silent. */
  readonly judged: Readonly<Record<'rollouts' | 'groups' | 'rounds' | 'dropped' | 'droppedSilent', number>>
  /** True when no group was worth keeping: nothing is learned from this batch. */
  readonly idle: boolean
}

export const emptyBatch: Batch = {
  rollouts: 0,
  groups: 0,
  group: new Int32Array(),
  reward: new Float32Array(),
  tokenStart: new Int32Array(1),
  token: new Int32Array(),
}

export const firstFrame = (run: Run): Frame => ({
  iteration: run.iteration + 1,
  phase: 'choose',
  problems: [],
  choices: [],
  batch: emptyBatch,
  notes: [],
  explain: {},
  metrics: {},
  memory: run.memory,
  drawn: new Map(),
  judged: { rollouts: 0, groups: 0, rounds: 0, dropped: 0, droppedSilent: 0 },
  idle: false,
})

/** Every parameter's value: the recipe's where it is legal, the default elsewhere. */
export const paramsOf = (method: ResolvedMethod, policy: string, given: ParamValues): Params =>
  // Legal for these very specs, hence of their value types.
  valuesOf(specsWith(policy, method.specs), given) as Params

/** What a slot may know. `turn` tells apart several calls of one slot in one iteration. */
export const contextOf = (run: Run, frame: Frame, slot: Slot, turn = 0): SlotContext => ({
  iteration: frame.iteration,
  iterations: run.params.iterations,
  draw: stream(run.seed, purpose.method, frame.iteration, slotTable[slot].word, turn),
  state: frame.memory[slot],
})

/** The frame's memory with a slot's new state; unchanged when the slot handed none back. */
export const remember = (frame: Frame, slot: string, state: MethodState): Memory =>
  state === undefined ? frame.memory : { ...frame.memory, [slot]: state }

/** A frame with what a slot made of its batch. */
export const enrich = (frame: Frame, slot: Slot, { batch, explain, state }: SlotOutcome): Frame => ({
  ...frame,
  batch,
  explain: { ...frame.explain, [slot]: explain },
  memory: remember(frame, slot, state),
})

/** The batch's responses as the policy scores and trains on them; `rows` picks some, in that order. */
export function rowsOf(frame: Frame, rows?: readonly number[]): Rows {
  const { batch, problems } = frame
  const chosen = rows ?? Array.from({ length: batch.rollouts }, (_, i) => i)
  const tokenStart = new Int32Array(chosen.length + 1)
  chosen.forEach((i, row) => {
    tokenStart[row + 1] = tokenStart[row]! + tokenCount(batch, i)
  })
  const token = new Int32Array(tokenStart[chosen.length]!)
  chosen.forEach((i, row) => {
    token.set(batch.token.subarray(batch.tokenStart[i], batch.tokenStart[i + 1]), tokenStart[row])
  })
  return { problems: chosen.map(i => problems[batch.group[i]!]!), tokenStart, token }
}

/** Response tokens of one rollout. */
export const responseOf = ({ token, tokenStart }: Batch, rollout: number): number[] =>
  Array.from(token.subarray(tokenStart[rollout], tokenStart[rollout + 1]))

/** [T] values where the policy spoke, 0 where the world did. */
export const ownTokens = ({ mask }: Batch, values: Float32Array): Float32Array =>
  mask?.includes(0) ? values.map((value, t) => (mask[t] === 0 ? 0 : value)) : values
