/** Scores and gradients: forward on the device, the loss on the host, backward on the device. */
import { onHostBackend } from '../../tensor/backends.ts'
import { lossGradient, type Statistics } from '../loss-gradient.ts'
import type { Scored, TrainRequest } from '../policy.ts'
import type { Sequence } from '../request.ts'
import { backward, backwardBuffers } from './backward.ts'
import { type Chunk, chunksOf, type LoadedChunk, loadChunk } from './chunks.ts'
import { type Dispatch, dispatch } from './kernel.ts'
import { statisticsPerToken } from './kernels/head.ts'
import {
  forward,
  type HeadBuffers,
  headBuffers,
  type LayerBuffers,
  layerBuffers,
  type Network,
  packHeadWeights,
} from './network.ts'
import { normSquared, type Parameters, reducePartials } from './optimise.ts'

interface Forwarded {
  readonly loaded: LoadedChunk
  readonly layers: readonly LayerBuffers[]
  readonly head: HeadBuffers
  readonly dispatches: readonly Dispatch[]
}

function prepare(network: Network, chunk: Chunk): Forwarded {
  const loaded = loadChunk(network, chunk)
  const layers = layerBuffers(network, loaded.tokens, loaded.tokens, true)
  const head = headBuffers(network, loaded.heads, 'train')
  const dispatches = [packHeadWeights(network, head), ...forward(network, loaded, layers, head)]
  return { loaded, layers, head, dispatches }
}

interface Looked {
  /** [R * statisticsPerToken] */
  readonly statistics: Float32Array
  /** [R * V] when asked for. */
  readonly logits: Float32Array | undefined
}

/** Forward pass of a chunk and what it says about its targets. Its activations stay on the device. */
async function look(network: Network, flags: GPUBuffer, chunk: Chunk, temperature: number, logits: boolean) {
  const { gpu, kernels, shape } = network
  const forwarded = prepare(network, chunk)
  const { loaded, head } = forwarded
  const { targets, targetCount } = loaded
  const sizes = { vocab: shape.vocab, stride: shape.stride, temperature }
  const read = { logits: head.logits, flags, targets }
  const statistics = gpu.buffer('train.statistics', 4 * targetCount * statisticsPerToken)
  const z = gpu.buffer('train.z', logits ? 4 * targetCount * shape.vocab : 0)
  gpu.submit({
    dispatches: [
      ...forwarded.dispatches,
      dispatch(kernels.headStatistics, targetCount, { ...read, out: statistics }, { ...sizes, value: shape.value }),
      ...(logits ? [dispatch(kernels.headLogits, targetCount * shape.vocab, { ...read, out: z }, sizes)] : []),
    ],
  })
  const [numbers, zs] = await gpu.download([
    { from: statistics, bytes: 4 * targetCount * statisticsPerToken },
    ...(logits ? [{ from: z, bytes: 4 * targetCount * shape.vocab }] : []),
  ])
  const looked: Looked = {
    statistics: new Float32Array(numbers ?? new ArrayBuffer(0)),
    logits: zs && new Float32Array(zs),
  }
  return { forwarded, looked }
}

/** Statistics [count] of all targets, at the places that their chunks name. */
function emptyStatistics(count: number, value: boolean) {
  const column = () => new Float32Array(count)
  return {
    logp: column(),
    entropy: column(),
    meanLogp: column(),
    collision: column(),
    ...(value && { value: column() }),
  }
}

function place(into: ReturnType<typeof emptyStatistics>, { places }: Chunk, { statistics }: Looked): void {
  const columns = [into.logp, into.entropy, into.meanLogp, into.collision, into.value]
  columns.forEach((column, i) => {
    if (!column) return
    for (let r = 0; r < places.length; r++) column[places[r]!] = statistics[r * statisticsPerToken + i]!
  })
}

export async function scoreRows(
  network: Network,
  flags: GPUBuffer,
  sequences: readonly Sequence[],
  tokenStart: Int32Array,
  temperature: number,
): Promise<Scored> {
  const result = emptyStatistics(tokenStart.at(-1) ?? 0, network.shape.value === 1)
  for (const chunk of chunksOf(network, sequences, (row, t) => tokenStart[row]! + t)) {
    const { looked } = await look(network, flags, chunk, temperature, false)
    place(result, chunk, looked)
  }
  return result
}

/**
 * Returns the loss; leaves its gradient with respect to the parameters in `parameters.gradient`, and the square of that
 * gradient's norm in `normSquared` (optimise.ts). A batch of one chunk goes forward once; of more, once for the loss and once more for backward.
 */
export async function differentiate(
  network: Network,
  parameters: Parameters,
  flags: GPUBuffer,
  request: TrainRequest,
  sequences: readonly Sequence[],
): Promise<number> {
  const { gpu, shape } = network
  const rows = sequences.length
  const width = Math.max(1, ...sequences.map(({ response }) => response.length))
  const chunks = chunksOf(network, sequences, (row, t) => row * width + t)
  const statistics = emptyStatistics(rows * width, shape.value === 1)
  const logits = request.logits ? new Float32Array(rows * width * shape.vocab) : undefined
  let kept: Forwarded | undefined
  for (const chunk of chunks) {
    const { forwarded, looked } = await look(network, flags, chunk, request.temperature, request.logits)
    place(statistics, chunk, looked)
    for (let r = 0; r < chunk.targetCount; r++) {
      const z = looked.logits?.subarray(r * shape.vocab, (r + 1) * shape.vocab)
      if (z) logits?.set(z, chunk.places[r]! * shape.vocab)
    }
    kept = forwarded
  }
  const given = { ...statistics, ...(logits && { logits }) }
  const { loss, gradient } = await onHostBackend(() => lossGradient(rows, width, given, request.loss))
  if (chunks.length === 0) gpu.submit({ clear: [parameters.gradient, normSquared(network)], dispatches: [] })
  chunks.forEach((chunk, i) => {
    const forwarded = chunks.length === 1 ? kept : undefined
    submitBackward(network, parameters, flags, chunk, forwarded, gradient, request.temperature, i > 0)
  })
  return loss
}

/** dlogits from the loss's gradient, backward, and the sum of the partial gradients. */
function submitBackward(
  network: Network,
  parameters: Parameters,
  flags: GPUBuffer,
  chunk: Chunk,
  kept: Forwarded | undefined,
  slopes: Statistics,
  temperature: number,
  accumulate: boolean,
): void {
  const { gpu, kernels, shape } = network
  const { loaded, layers, head, dispatches } = kept ?? prepare(network, chunk)
  const buffers = backwardBuffers(network, loaded.tokens, loaded.heads)
  const { targets, readerStart: start, readers, heads } = loaded
  const sizes = { vocab: shape.vocab, stride: shape.stride, temperature }
  const { dlogits } = buffers
  const z = slopes.logits && gpu.upload('train.dz', gather(slopes.logits, chunk.places, shape.vocab))
  gpu.submit({
    clear: [buffers.dx],
    dispatches: [
      ...(kept ? [] : dispatches),
      dispatch(
        kernels.headGradient,
        heads,
        {
          logits: head.logits,
          flags,
          targets,
          start,
          readers,
          slopes: gpu.upload('train.slopes', slopesOf(slopes, chunk.places)),
          dlogits,
        },
        { ...sizes, value: shape.value },
      ),
      ...(z
        ? [dispatch(kernels.headLogitsGradient, heads * shape.vocab, { flags, start, readers, dz: z, dlogits }, sizes)]
        : []),
      ...backward(network, loaded, layers, head, buffers),
      ...reducePartials(network, parameters, buffers.partial, buffers.splits, accumulate),
    ],
  })
}

/** [R, 4] dlogp, dentropy, dmeanLogp, dvalue of each target. */
function slopesOf({ logp, entropy, meanLogp, value }: Statistics, places: Uint32Array): Float32Array {
  const slopes = new Float32Array(4 * places.length)
  places.forEach((at, r) => {
    slopes.set([logp[at]!, entropy[at]!, meanLogp[at]!, value?.[at] ?? 0], 4 * r)
  })
  return slopes
}

function gather(values: Float32Array, places: Uint32Array, width: number): Float32Array {
  const result = new Float32Array(places.length * width)
  places.forEach((at, r) => {
    result.set(values.subarray(at * width, (at + 1) * width), r * width)
  })
  return result
}
