/**
 * Optimiser updates on flat arrays, on the host, in a fixed order: shared by every policy whose gradient is read back.
 * Conventions are PyTorch's: torch.nn.utils.clip_grad_norm_ and torch.optim.AdamW / SGD with decoupled decay.
 */
import { fail } from '../core/fail.ts'
import type { OptimiserSettings, PolicyState } from './policy.ts'

const adamEpsilon = 1e-8

/** Global 2-norm, summed in double precision from first to last. */
export function globalNorm(gradient: Float32Array): number {
  let squares = 0
  for (let i = 0; i < gradient.length; i++) squares += gradient[i]! * gradient[i]!
  return Math.sqrt(squares)
}

/** Factor that brings the norm down to `maxNorm`; 0 switches clipping off. Source: clip_grad_norm_, whose epsilon is 1e-6. */
export const clipCoefficient = (norm: number, maxNorm: number): number =>
  maxNorm > 0 ? Math.min(1, maxNorm / (norm + 1e-6)) : 1

/**
 * Applies one update in place and returns the number of updates done afterwards. Adam: m and v with bias correction,
 * eps outside the root, decay applied first: p -= lr * decay * p. SGD: no momentum, the same decay.
 */
export function applyUpdate(
  state: PolicyState,
  gradient: Float32Array,
  norm: number,
  settings: OptimiserSettings,
): number {
  const { parameters, moment1, moment2 } = state
  const { learningRate: lr, beta1, beta2, weightDecay } = settings
  const updates = state.updates + 1
  const scale = clipCoefficient(norm, settings.maxGradNorm)
  const keep = 1 - lr * weightDecay
  if (settings.optimiser === 'sgd') {
    for (let i = 0; i < parameters.length; i++) parameters[i] = parameters[i]! * keep - lr * scale * gradient[i]!
    return updates
  }
  const rate = lr / (1 - beta1 ** updates)
  const correction2 = Math.sqrt(1 - beta2 ** updates)
  for (let i = 0; i < parameters.length; i++) {
    const g = scale * gradient[i]!
    const m = beta1 * moment1[i]! + (1 - beta1) * g
    const v = beta2 * moment2[i]! + (1 - beta2) * g * g
    moment1[i] = m
    moment2[i] = v
    parameters[i] = parameters[i]! * keep - (rate * m) / (Math.sqrt(v) / correction2 + adamEpsilon)
  }
  return updates
}

/**
 * By how much the update that led to `state` moved parameter i per unit of first moment (under SGD: of clipped
 * gradient): parameters -= gain(i) * moment, decay apart.
 */
export function gainOf(
  { moment2, updates }: PolicyState,
  { optimiser, learningRate, beta1, beta2 }: OptimiserSettings,
): (i: number) => number {
  if (optimiser === 'sgd') return () => learningRate
  const rate = learningRate / (1 - beta1 ** updates)
  const correction2 = Math.sqrt(1 - beta2 ** updates)
  return i => rate / (Math.sqrt(moment2[i]!) / correction2 + adamEpsilon)
}

/** Zeros for the moments, and no updates yet. */
export const freshState = (parameters: Float32Array): PolicyState => ({
  parameters,
  moment1: new Float32Array(parameters.length),
  moment2: new Float32Array(parameters.length),
  updates: 0,
})

/** A copy that shares nothing. */
export const copyState = (state: PolicyState): PolicyState => ({
  parameters: state.parameters.slice(),
  moment1: state.moment1.slice(),
  moment2: state.moment2.slice(),
  updates: state.updates,
})

/** Copies a state, or fails when it belongs to another network. */
export function takeState(where: string, parameters: number, state: PolicyState): PolicyState {
  for (const part of ['parameters', 'moment1', 'moment2'] as const) {
    if (state[part].length !== parameters) {
      fail(
        `${where}.${part}`,
        `${parameters} numbers`,
        `${state[part].length}`,
        'Load a checkpoint of the same task and policy.',
      )
    }
  }
  return copyState(state)
}

/**
 * One update of `state`, whose arrays are written in place. `gradNorm` is before clipping. When the loss or the norm is
 * not finite nothing changes, and the caller sees the offending number.
 */
export function updateState(
  state: PolicyState,
  { loss, gradient }: { readonly loss: number; readonly gradient: Float32Array },
  settings: OptimiserSettings,
): { readonly state: PolicyState; readonly gradNorm: number } {
  const gradNorm = globalNorm(gradient)
  if (!Number.isFinite(loss) || !Number.isFinite(gradNorm)) return { state, gradNorm }
  return { state: { ...state, updates: applyUpdate(state, gradient, gradNorm, settings) }, gradNorm }
}
