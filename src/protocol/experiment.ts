/** What the page asks of the workers that train beside the playground's, and what comes back. Cancelling is ending one. */
import type { Metrics } from '../core/metrics.ts'
import type { Recipe } from '../core/recipe.ts'
import type { Snapshot } from '../core/snapshot.ts'
import type { BackendChoice, Checkpoint } from './commands.ts'

/** One training from its start to the end of its budget. */
export interface Job {
  /** Equal for equal work. */
  readonly id: string
  readonly recipe: Recipe
  /** It begins as this other run, and leaves it after so many iterations: same weights, moments and memory there. */
  readonly trunk?: { readonly recipe: Recipe; readonly iterations: number }
  /** Iterations whose pictures and states are handed out. */
  readonly keep: readonly number[]
  readonly backend: BackendChoice
}

export type ExperimentEvent = { readonly job: string } & (
  | {
      readonly type: 'measured'
      /** Of the first entry; 0 is the starting policy. */
      readonly iteration: number
      readonly metrics: readonly Metrics[]
      /** Since the job began, at the end of each. */
      readonly milliseconds: readonly number[]
    }
  | { readonly type: 'kept'; readonly snapshot: Snapshot; readonly checkpoint: Checkpoint }
  /** `failure`: why it stopped before its end. */
  | { readonly type: 'ended'; readonly failure?: string }
)
