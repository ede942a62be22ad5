/** What the worker tells the page. */
import type { Metrics } from '../core/metrics.ts'
import type { Motion } from '../core/motion.ts'
import type { Phase, Snapshot } from '../core/snapshot.ts'
import type { Checkpoint } from './commands.ts'

export interface BackendInfo {
  readonly backend: 'webgpu' | 'wasm' | 'cpu'
  readonly path: 'fused' | 'plain'
  /** Vendor and architecture for WebGPU, empty otherwise. */
  readonly adapter: string
  readonly software: boolean
  /** Why this backend and not a better one; empty when it is the best. */
  readonly notice: string
  /** What was measured when the choice was left to the page; absent where nothing was. */
  readonly reason?: string
}

export type RunEvent =
  /** Something slow is under way: loading weights, compiling shaders. */
  | { readonly type: 'loading'; readonly runId: string; readonly what: string; readonly share: number | undefined }
  | {
      readonly type: 'opened'
      readonly runId: string
      readonly backend: BackendInfo
      readonly iteration: number
      readonly parameterCount: number
      /** Clamped values, replaced ids: one sentence each. */
      readonly notices: readonly string[]
    }
  /** A phase has ended; `snapshot` when the page should show it (always when stepping, throttled when playing). */
  | {
      readonly type: 'phase'
      readonly runId: string
      readonly iteration: number
      readonly phase: Phase
      readonly snapshot?: Snapshot
      /** With the first phase of iteration 1: pass@k and the like of the starting policy, before any training. */
      readonly metrics?: Metrics
    }
  | {
      readonly type: 'iteration'
      readonly runId: string
      readonly iteration: number
      readonly metrics: Metrics
      /** Iterations one can go back to, ascending. */
      readonly kept: readonly number[]
      readonly tensors: number
      readonly milliseconds: number
    }
  | { readonly type: 'paused'; readonly runId: string; readonly iteration: number }
  | { readonly type: 'finished'; readonly runId: string; readonly iteration: number }
  /** After `goTo`: metrics beyond this iteration are void. */
  | { readonly type: 'wentTo'; readonly runId: string; readonly iteration: number; readonly kept: readonly number[] }
  | { readonly type: 'moved'; readonly runId: string; readonly motion: Motion }
  | { readonly type: 'again'; readonly runId: string; readonly snapshot: Snapshot }
  | { readonly type: 'branched'; readonly runId: string; readonly branch: Branch }
  /** Asked for, or one of those that guard a run that plays against a lost worker. */
  | { readonly type: 'checkpoint'; readonly runId: string; readonly checkpoint: Checkpoint }
  /** The state after an iteration that was named: `open` with it makes a fork. */
  | { readonly type: 'forkPoint'; readonly runId: string; readonly checkpoint: Checkpoint }
  | {
      readonly type: 'failed'
      readonly runId: string
      readonly where: string
      readonly message: string
      readonly cure: string
      /**
       * `fatal`: the worker must be started again. `diverged`: stopped at the last good checkpoint; `program`: likewise,
       * because an estimator of one's own failed.
       */
      readonly kind: 'usage' | 'diverged' | 'program' | 'fatal'
      readonly checkpoint?: Checkpoint
    }

/** Continuations from one prefix. */
export interface Branch {
  readonly problem: number
  readonly prefix: readonly number[]
  readonly continuations: readonly {
    readonly tokens: readonly number[]
    readonly reward: number
    readonly correct: boolean
    readonly note: string
  }[]
  /** Exact value of the prefix where the task is enumerable. */
  readonly exactValue: number | undefined
}
