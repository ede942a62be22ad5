/** The page's whole state. Changed only by the pure reducer (reduce.ts); views read it through selectors (select/). */

import type { Cost } from '../core/cost.ts'
import type { Metrics } from '../core/metrics.ts'
import type { Motion } from '../core/motion.ts'
import type { ParamValues } from '../core/params.ts'
import { presets } from '../core/presets.ts'
import type { Recipe } from '../core/recipe.ts'
import { sayEach } from '../core/show.ts'
import type { Phase, Snapshot } from '../core/snapshot.ts'
import type { BackendChoice, Checkpoint, Speed } from '../protocol/commands.ts'
import type { BackendInfo, Branch } from '../protocol/events.ts'
import type { BenchRows } from './bench-address.ts'
import type { Allowed } from './consent.ts'
import type { Frame } from './frame.ts'

/**
 * `held`: nothing is computed until the person has said so, because it is heavy (`cost`) or has a program that nobody has
 * said yes to (consent.ts). `closed`: kept, but its worker has let it go
 * (keep-runs.ts); when it is shown again it goes on from its checkpoint.
 */
export type RunStatus = 'held' | 'loading' | 'paused' | 'playing' | 'finished' | 'failed' | 'closed'

export interface Watched {
  /** Index of the problem. */
  readonly problem: number
  /** Ascending by iteration: the policy after so many. */
  readonly looks: readonly { readonly iteration: number; readonly answers: Branch['continuations'] }[]
}

/** What a run was read from: rollouts that another trainer recorded. Nothing can be computed in it. */
export interface LoggedRun {
  /** Of the files, for people. */
  readonly name: string
  /** The name of its format. */
  readonly format: string
  /** What the log calls each iteration; undefined where it counts none. */
  readonly numbers: readonly (number | undefined)[]
  /** Text of each token id, with gaps. */
  readonly vocabulary: readonly string[]
  /** The opening (open-log.ts) whose files it was read from, and whether these can be read again. */
  readonly opening: { readonly id: number; readonly again: boolean } | undefined
}

export interface RunState {
  readonly id: string
  /** Present: the run is only looked at, and no worker is told of it. Its recipe is the blank one. */
  readonly log: LoggedRun | undefined
  readonly recipe: Recipe
  /** Id of the preset that the recipe is a difference from. */
  readonly preset: string
  /** Given by hand; otherwise it is named by what changed (select/run-name.ts). */
  readonly name: string | undefined
  /** The run that it was made from: what that was trained with, and after which iteration this one left it. */
  readonly origin: Origin | undefined
  readonly status: RunStatus
  /** What is being loaded, while `status` is `loading`. */
  readonly loading: { readonly what: string; readonly share: number | undefined } | undefined
  /** Why it is held: what an iteration would cost. */
  readonly cost: Cost | undefined
  /** It plays until so many iterations are finished, because an address asks for that one. */
  readonly until: number | undefined
  /** The worker has not answered for so many seconds; the person is asked about it once they exceed `patience`. */
  readonly silence: { readonly seconds: number; readonly patience: number } | undefined
  /** The page runs the first phases by itself, so that there is something to look at; the last picture stays until then. */
  readonly preparing: boolean
  readonly backend: BackendInfo | undefined
  readonly parameterCount: number
  /** Iterations finished. */
  readonly iteration: number
  readonly phase: Phase | undefined
  /** Metrics of iteration i+1 at index i. */
  readonly series: readonly Metrics[]
  /** The starting policy, before any training; where it was measured. */
  readonly baseline: Metrics | undefined
  /** Ascending by iteration; thinned as it grows (keep-snapshots.ts). */
  readonly snapshots: readonly Snapshot[]
  /** Iterations that the worker can go back to. */
  readonly kept: readonly number[]
  /** Settings that were changed while the run was under way: its recipe alone does not reproduce it. */
  readonly changes: readonly { readonly iteration: number; readonly params: ParamValues }[]
  /** Smoothed, warm-up left out. */
  readonly iterationsPerSecond: number | undefined
  /** Iterations since the run was opened; the first of them pays for compilation. */
  readonly timed: number
  /** Live tensors in the worker after the last iteration; a growing number is a leak. */
  readonly tensors: number | undefined
  /** The newest checkpoint that reached the page: what a restarted worker continues from. */
  readonly checkpoint: Checkpoint | undefined
  /** The state after the iteration that a fork was last asked for. */
  readonly forkPoint: Checkpoint | undefined
  readonly failure:
    | { readonly where: string; readonly message: string; readonly cure: string; readonly kind: string }
    | undefined
  /** Workers lost in a row, without an iteration in between. */
  readonly losses: number
  readonly branch: Branch | undefined
  /** Answers to one problem, asked for again and again as the run goes on. */
  readonly watched: Watched | undefined
  /** The update that was last looked at in slow motion. */
  readonly motion: Motion | undefined
  /** The iteration that was last computed once more, because it was asked for and not kept. */
  readonly again: Snapshot | undefined
}

export interface Origin {
  readonly recipe: Recipe
  readonly iteration: number
}

/** What is looked at. `undefined` iteration follows the newest snapshot. */
export interface Selection {
  readonly iteration: number | undefined
  /** Undefined until somebody chooses one: a group to learn from is shown. */
  readonly group: number | undefined
  /** Index within the group; undefined until somebody chooses one: the response that tells most is shown. */
  readonly rollout: number | undefined
  /** Position within the rollout. */
  readonly token: number
}

/** A selection in which all is decided. */
export type Selected = Selection & { readonly group: number; readonly rollout: number }

export interface Notice {
  readonly id: number
  readonly kind: 'info' | 'warning' | 'error'
  readonly text: string
  /** What it sums up, a sentence each. */
  readonly details?: readonly string[]
  readonly undo?: Undo
  /** A way to act on it, as a button. */
  readonly offer?: Offer
}

/** `resume`: the stored session goes on. `startFresh`: the run begins again, with nothing beside it. */
export interface Offer {
  readonly does: 'resume' | 'startFresh'
  readonly label: string
}

/** How a thing that was done is taken back: another run is shown again, or one that was deleted is kept again. */
export type Undo = { readonly does: 'show'; readonly run: string } | { readonly does: 'keep'; readonly run: RunState }

/** Several sentences about one thing are one notice, so that none pushes another out. */
export const summed = (summary: string, details: readonly string[]): Pick<Notice, 'text' | 'details'> =>
  details.length === 1
    ? { text: details[0] ?? '' }
    : { text: `${details.length} ${summary}.`, details: sayEach(details, detail => detail, 60) }

export interface State {
  /** Every run that the page knows, oldest first; read through select/run.ts. */
  readonly runs: ReadonlyMap<string, RunState>
  /** Id of the run that all pictures are of, and that the controls steer. */
  readonly shown: string
  /** Id of a run that the shown one is compared with: its curves lie below. */
  readonly beside: string | undefined
  readonly selection: Selection
  /** Id of the panel that was asked for last. Which there are is declared above this floor: startPage is told. */
  readonly tab: string
  /** Signal that colours the tokens: an id of `signals` (views/kit/signals.ts). */
  readonly signal: string
  /** Programs that may run. */
  readonly allowed: Allowed
  /** Rows of the bench, and which of them the others are compared with. */
  readonly bench: BenchRows
  readonly speed: Speed
  readonly backendChoice: BackendChoice
  /** Hand-written kernels, or the tensor library's own operations. */
  readonly path: 'fused' | 'plain'
  readonly theme: 'system' | 'light' | 'dark'
  /** Sentences for the person, newest last; each can be dismissed. */
  readonly notices: readonly Notice[]
  readonly dismissedCards: readonly string[]
  readonly frame: Frame
}

export const nothingSelected: Selection = {
  iteration: undefined,
  group: undefined,
  rollout: undefined,
  token: 0,
}

/** A run of which nothing is known yet. */
export const freshRun = (id: string, recipe: Recipe, preset: string = presets[0].id): RunState => ({
  id,
  log: undefined,
  recipe,
  preset,
  name: undefined,
  origin: undefined,
  status: 'loading',
  loading: { what: 'engine', share: undefined },
  cost: undefined,
  until: undefined,
  silence: undefined,
  preparing: true,
  backend: undefined,
  parameterCount: 0,
  iteration: 0,
  phase: undefined,
  series: [],
  baseline: undefined,
  snapshots: [],
  kept: [],
  changes: [],
  iterationsPerSecond: undefined,
  timed: 0,
  tensors: undefined,
  checkpoint: undefined,
  forkPoint: undefined,
  failure: undefined,
  losses: 0,
  branch: undefined,
  watched: undefined,
  motion: undefined,
  again: undefined,
})
