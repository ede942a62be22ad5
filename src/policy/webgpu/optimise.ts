/** From the splits' partial gradients to an optimiser update, all on the device. */
import type { OptimiserSettings } from '../policy.ts'
import { type Dispatch, dispatch } from './kernel.ts'
import type { Network } from './network.ts'

/** The policy's flat arrays on the device. */
export interface Parameters {
  readonly weights: GPUBuffer
  readonly moment1: GPUBuffer
  readonly moment2: GPUBuffer
  readonly gradient: GPUBuffer
}

/** Threads of the first sum of squares, and the fan-in of the next two. */
const normThreads = 16_384
const normRun = 128
const adamEpsilon = 1e-8

/** Holds the squared norm of the last gradient. */
export const normSquared = ({ gpu }: Network): GPUBuffer => gpu.buffer('train.norm', 4)

/** Sums the partial gradients of a chunk into the gradient, and the gradient's squares. */
export function reducePartials(
  network: Network,
  { gradient }: Parameters,
  partial: GPUBuffer,
  splits: number,
  accumulate: boolean,
): Dispatch[] {
  const { gpu, kernels, shape } = network
  const squares = gpu.buffer('train.squares', 4 * normThreads)
  const runs = gpu.buffer('train.squareRuns', (4 * normThreads) / normRun)
  return [
    dispatch(
      kernels.reduceGradient,
      normThreads,
      { partial, gradient, squares },
      {
        count: shape.parameters,
        splits,
        size: shape.packedSize,
        accumulate: accumulate ? 1 : 0,
        headAt: shape.headAt,
        vocab: shape.vocab,
        stride: shape.stride,
        inner: shape.width,
      },
    ),
    dispatch(kernels.sumRuns, normThreads / normRun, { terms: squares, sums: runs }, { length: normRun }),
    dispatch(kernels.sumRuns, 1, { terms: runs, sums: normSquared(network) }, { length: normThreads / normRun }),
  ]
}

/** One optimiser update; `updates` counts this one. The device skips it if the gradient's norm is not finite. */
export function submitUpdate(
  network: Network,
  { gradient, weights, moment1, moment2 }: Parameters,
  settings: OptimiserSettings,
  updates: number,
): void {
  const { gpu, kernels, shape } = network
  const { learningRate, beta1, beta2, weightDecay, maxGradNorm } = settings
  gpu.submit({
    dispatches: [
      dispatch(
        kernels.applyUpdate,
        shape.parameters,
        { gradient, normSquared: normSquared(network), weights, moment1, moment2 },
        {
          adam: settings.optimiser === 'adam' ? 1 : 0,
          learningRate,
          rate: learningRate / (1 - beta1 ** updates),
          keep: 1 - learningRate * weightDecay,
          beta1,
          beta2,
          correction2: Math.sqrt(1 - beta2 ** updates),
          maxNorm: maxGradNorm,
          epsilon: adamEpsilon,
        },
      ),
    ],
  })
}
