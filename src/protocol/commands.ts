/** What the page may ask of the worker. Only types of `core` travel; every message survives `structuredClone`. */
import type { ParamValues } from '../core/params.ts'
import type { Recipe } from '../core/recipe.ts'

export type Command =
  /**
   * Choose a backend (`auto` probes and measures) and open a recipe, from its base or from a checkpoint; a checkpoint of
   * another run makes a fork of it. Two runs can be open; a third is refused (`failed`, kind `usage`) until one is
   * closed. A run that is open under this id is closed first.
   */
  | {
      readonly type: 'open'
      readonly runId: string
      readonly recipe: Recipe
      readonly backend: BackendChoice
      /** `fused` uses the hand-written kernels, `plain` the TensorFlow.js operations. */
      readonly path: 'fused' | 'plain'
      readonly checkpoint?: Checkpoint
    }
  /** `until`: pauses when so many iterations are finished, the last of them measured and shown. */
  | { readonly type: 'play'; readonly runId: string; readonly speed: Speed; readonly until?: number }
  | { readonly type: 'pause'; readonly runId: string }
  | { readonly type: 'next'; readonly runId: string; readonly unit: 'phase' | 'iteration' }
  /**
   * To the state after `iteration` finished iterations (0: the base); later ones are forgotten. Any finished iteration can
   * be reached: one that is not kept is replayed from the nearest kept one before it. Parameters stay as they are now.
   */
  | { readonly type: 'goTo'; readonly runId: string; readonly iteration: number }
  /**
   * The run goes on as another one, `as`, from the state after `iteration`; under its own id it is closed, with its newest
   * checkpoint handed out first. Answered by `wentTo` of the new run.
   */
  | { readonly type: 'fork'; readonly runId: string; readonly as: string; readonly iteration: number }
  /** New values for `trainingSpecs` or the method's parameters; taken at the next phase boundary. */
  | { readonly type: 'setParams'; readonly runId: string; readonly params: ParamValues }
  /** Continue `times` rollouts from a prefix of a kept rollout, with common noise. */
  | {
      readonly type: 'branch'
      readonly runId: string
      readonly problem: number
      readonly prefix: readonly number[]
      readonly times: number
    }
  /**
   * The update of an iteration in slow motion (`moved`), with an account of who moved whom in a group; the run stays where
   * it is.
   */
  | { readonly type: 'motion'; readonly runId: string; readonly iteration: number; readonly group: number }
  /** A finished iteration as it was (`again`), by replay; the run stays where it is. */
  | { readonly type: 'again'; readonly runId: string; readonly iteration: number }
  /** The newest state (`checkpoint`), or that after a kept iteration (`forkPoint`). */
  | { readonly type: 'checkpoint'; readonly runId: string; readonly iteration?: number }
  | { readonly type: 'close'; readonly runId: string }

export type BackendChoice = 'auto' | 'webgpu' | 'wasm' | 'cpu'

/** Iterations per second at most; `max` does not wait. */
export type Speed = 0.25 | 0.5 | 1 | 2 | 4 | 'max'

/** A model's parameters, its optimiser's moments, and how often it was updated. */
export interface PolicyWeights {
  readonly parameters: Float32Array
  readonly moment1: Float32Array
  readonly moment2: Float32Array
  readonly updates: number
}

/** All that a run needs to continue exactly as if it had not been interrupted. */
export interface Checkpoint extends PolicyWeights {
  readonly recipe: Recipe
  readonly iteration: number
  /** Of the models that the run learns beside its policy, by the column that each fills; absent where there are none. */
  readonly models?: Readonly<Record<string, PolicyWeights>>
  /** Memory of stateful slots, by slot. */
  readonly methodState: Readonly<Record<string, unknown>>
}
