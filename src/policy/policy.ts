/**
 * What the engine asks of a policy. Three implementations stand behind it: plain TensorFlow.js operations (the
 * reference), the WebGPU kernels and the WASM kernels; tests compare them (parity.ts).
 *
 * Definitions that all of them share. z = logits / temperature, with forbidden tokens replaced (GptConfig.forbidden).
 * logp = logSoftmax(z)[token], entropy = -sum(p log p), collision = sum(p^2), meanLogp = mean of logSoftmax(z) over the
 * tokens that are not forbidden; all before truncation. A row is packed without padding: position 0 is the first prompt
 * token, and response position t is predicted at position promptLength - 1 + t.
 * Drawing (sampling.ts is the definition): top-k keeps the k likeliest tokens; top-p then keeps, of those and
 * renormalised, the smallest set by descending probability whose mass reaches p; ties go to the lower token id. The
 * kept tokens are walked in ascending token id, and the first whose cumulated probability exceeds the uniform times the
 * kept mass is drawn; the last kept token if rounding leaves none.
 */
import type { Scalar, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core'
import type { PolicySpec, Weight } from '../core/policy.ts'
import type { Problem } from '../core/task.ts'

export interface SampleRequest {
  readonly rows: readonly {
    readonly problem: Problem
    /** Response tokens that are given, not sampled: a prefix to branch from, or turns already played. */
    readonly forced: readonly number[]
  }[]
  /** [rows * maxResponse] uniforms in (0, 1); the token at response position t of row i takes uniforms[i * maxResponse + t]. */
  readonly uniforms: Float32Array
  /** Longest response, forced tokens included. */
  readonly maxResponse: number
  /** Generation of a row ends after sampling one of these tokens (the token is kept); forced tokens never end it. */
  readonly stop: readonly number[]
  /**
   * Asked when a row has drawn one of `stop`, with the tokens that it drew since it was last asked: what somebody else
   * writes next, given like forced tokens, before the row goes on; undefined: it ends. Absent: it always ends.
   */
  readonly reply?: (row: number, drawn: readonly number[]) => readonly number[] | undefined
  readonly temperature: number
  /** 0 is off. */
  readonly topK: number
  /** 1 is off. */
  readonly topP: number
  /** Take the likeliest token (lowest id on ties) instead of sampling. */
  readonly greedy?: boolean
  /** How many of the likeliest tokens to report per position; 0 for none. */
  readonly reportTop: number
}

/**
 * Ragged per-token results over all rows, forced tokens included (their statistics are those of the given token).
 * Log-probabilities and entropies are of the tempered distribution before top-k / top-p truncation; `keptMass` tells the two apart.
 */
export interface Sampled {
  /** [rows + 1] */
  readonly tokenStart: Int32Array
  /** [T] */
  readonly token: Int32Array
  readonly logp: Float32Array
  readonly entropy: Float32Array
  /** Mean over the vocabulary of the log-probabilities. */
  readonly meanLogp: Float32Array
  /** Sum of squared probabilities. */
  readonly collision: Float32Array
  /** Present when the policy has a value head. */
  readonly value?: Float32Array
  /** [T] mass of the tokens that truncation kept (sampling.ts): logp minus its logarithm is what was really drawn with. */
  readonly keptMass: Float32Array
  /** [T * reportTop] likeliest first, ties by lower id; -1 (probability 0) where the vocabulary is smaller. */
  readonly topToken: Int32Array
  readonly topProbability: Float32Array
}

/** Prompts and responses to score or to train on. */
export interface Rows {
  readonly problems: readonly Problem[]
  /** [rows + 1] */
  readonly tokenStart: Int32Array
  /** [T] response tokens. */
  readonly token: Int32Array
}

export type Scored = Pick<Sampled, 'logp' | 'entropy' | 'meanLogp' | 'collision' | 'value'>

/** [rows, longest response]; gradients flow; arbitrary values at padding. */
export interface PolicyTensors {
  readonly logp: Tensor2D
  readonly entropy: Tensor2D
  readonly meanLogp: Tensor2D
  readonly value?: Tensor2D
  /** [rows, longest response, V], z as above; only when asked for. */
  readonly logits?: Tensor3D
}

export interface OptimiserSettings {
  readonly optimiser: 'adam' | 'sgd'
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
  /** Decoupled (AdamW). */
  readonly weightDecay: number
  /** Largest global norm; 0 is off. */
  readonly maxGradNorm: number
}

export interface TrainRequest {
  readonly rows: Rows
  readonly temperature: number
  /** True when the loss reads `logits`. */
  readonly logits: boolean
  /** Runs inside the gradient; whatever it keeps with `tf.keep` is the caller's to dispose. */
  readonly loss: (tensors: PolicyTensors) => Scalar
}

/** Everything that a checkpoint holds. */
export interface PolicyState {
  readonly parameters: Float32Array
  /** Adam's moments; zeros before the first update. */
  readonly moment1: Float32Array
  readonly moment2: Float32Array
  /** Optimiser updates done. */
  readonly updates: number
}

export interface Policy {
  readonly spec: PolicySpec
  readonly layout: readonly Weight[]
  readonly vocabSize: number
  /** `onProgress` is called between chunks; throwing in it cancels. */
  readonly sample: (request: SampleRequest, onProgress?: (share: number) => void) => Promise<Sampled>
  /** Statistics of given responses; no gradient. */
  readonly score: (rows: Rows, temperature: number) => Promise<Scored>
  /** Gradient of the loss with respect to the flat parameters; nothing is updated. */
  readonly gradient: (request: TrainRequest) => Promise<{ readonly loss: number; readonly gradient: Float32Array }>
  /** One optimiser update. `gradNorm` is before clipping. Nothing is applied when loss or norm is not finite. */
  readonly update: (
    request: TrainRequest,
    settings: OptimiserSettings,
  ) => Promise<{ readonly loss: number; readonly gradNorm: number }>
  readonly read: () => Promise<PolicyState>
  readonly write: (state: PolicyState) => void
  readonly dispose: () => void
}
