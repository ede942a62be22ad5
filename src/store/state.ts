/** The page's whole state. Changed only by the pure reducer (reduce.ts); views read it through selectors (select.ts). */
import type { Recipe } from '../core/recipe.ts'
import type { Metrics, Phase, Snapshot } from '../core/run.ts'
import type { BackendChoice, Checkpoint, Speed } from '../protocol/commands.ts'
import type { BackendInfo, Branch } from '../protocol/events.ts'

export type RunStatus = 'loading' | 'paused' | 'playing' | 'finished' | 'failed'

export interface RunState {
  readonly id: string
  readonly recipe: Recipe
  readonly status: RunStatus
  /** What is being loaded, while `status` is `loading`. */
  readonly loading: { readonly what: string; readonly share: number | undefined } | undefined
  readonly backend: BackendInfo | undefined
  readonly parameterCount: number
  /** Iterations finished. */
  readonly iteration: number
  readonly phase: Phase | undefined
  /** Metrics of iteration i+1 at index i. */
  readonly series: readonly Metrics[]
  /** Ascending by iteration; the ring of kept snapshots. */
  readonly snapshots: readonly Snapshot[]
  /** Iterations that the worker can go back to. */
  readonly kept: readonly number[]
  /** Smoothed, warm-up left out. */
  readonly iterationsPerSecond: number | undefined
  /** The newest checkpoint that reached the page: what a restarted worker continues from. */
  readonly checkpoint: Checkpoint | undefined
  readonly failure:
    | { readonly where: string; readonly message: string; readonly cure: string; readonly kind: string }
    | undefined
  readonly branch: Branch | undefined
}

/** What is looked at. `undefined` iteration follows the newest snapshot. */
export interface Selection {
  readonly iteration: number | undefined
  readonly group: number
  /** Index within the group. */
  readonly rollout: number
  /** Position within the rollout. */
  readonly token: number
}

export const tabs = ['groups', 'credit', 'rollout'] as const
export type Tab = (typeof tabs)[number]

export interface State {
  readonly run: RunState
  /** Id of the preset that the setup is a difference from. */
  readonly preset: string
  readonly selection: Selection
  readonly tab: Tab
  /** Signal that colours the tokens: an id of `signals` (views/kit/signals.ts). */
  readonly signal: string
  readonly speed: Speed
  readonly backendChoice: BackendChoice
  readonly theme: 'system' | 'light' | 'dark'
  /** Sentences for the person, newest last; each can be dismissed. */
  readonly notices: readonly {
    readonly id: number
    readonly kind: 'info' | 'warning' | 'error'
    readonly text: string
  }[]
  readonly dismissedCards: readonly string[]
}
