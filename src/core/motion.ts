/** One iteration's update in slow motion. Plain data that survives `structuredClone`. */

/** One optimiser update of the iteration. Arrays are [T], over the tokens of the iteration's batch. */
export interface Pass {
  /** Rollouts that it trained on, ascending. */
  readonly rows: readonly number[]
  /** Log-probabilities that its loss saw, before its step. */
  readonly logp: Float32Array
  /** -dLoss/dlogp: how hard the loss pulls each token up. Absent where the loss reads whole distributions. */
  readonly push?: Float32Array
  /** Diagnostics of the objective, such as `ratio` and `clippedHigh`; [T], or [n] for those of whole rollouts. */
  readonly explain: Readonly<Record<string, Float32Array>>
  readonly loss: number
  /** Before clipping. */
  readonly gradNorm: number
}

/** Log-probabilities if the whole step of the iteration had been `scale` times as long. */
export interface StepLength {
  readonly scale: number
  /** [T] */
  readonly logp: Float32Array
}

/**
 * By how much each sibling's own push moved every sibling: a first-order account of `predicted`. It is exact, because an
 * update is linear in the gradient once the optimiser's second moment is known. All in nats of a whole response.
 */
export interface Interference {
  readonly group: number
  /** Rollouts of the group. */
  readonly members: readonly number[]
  /** [member][member] what the push of the first did to the log-probability of the second. */
  readonly from: readonly (readonly number[])[]
  /** [member] what the other groups and the regulariser did. */
  readonly others: readonly number[]
  /** [member] what was left of earlier iterations: momentum, and weight decay. */
  readonly earlier: readonly number[]
}

export interface Motion {
  readonly iteration: number
  /** In order. Empty where the batch taught nothing. */
  readonly passes: readonly Pass[]
  /** [T] log-probabilities before the first pass. */
  readonly before: Float32Array
  /** [T] after the last one. */
  readonly after: Float32Array
  /** [T] first-order change of the log-probability along the step that was taken. */
  readonly predicted: Float32Array
  /** Ascending, without 1, which is `after`. */
  readonly lengths: readonly StepLength[]
  /** Of the group that was asked for; otherwise why there is none. */
  readonly interference: Interference | { readonly because: string }
}

/** Step lengths that are shown beside the one that was taken. */
export const stepLengths = [0.3, 3, 10] as const
