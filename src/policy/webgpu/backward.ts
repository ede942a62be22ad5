/** The backward pass as a list of dispatches: from dlogits to the partial gradients of every weight. */
import { tileThreads } from './compile.ts'
import type { Traits } from './gpu.ts'
import { type Dispatch, dispatch } from './kernel.ts'
import type { HeadBuffers, LayerBuffers, Network, TokenBuffers } from './network.ts'

export interface BackwardBuffers {
  /** [U, stride] */
  readonly dlogits: GPUBuffer
  /** [N, C] gradient of the residual stream; must be zero at the start. */
  readonly dx: GPUBuffer
  /** [N, C] gradient of a norm's output. */
  readonly dnormed: GPUBuffer
  readonly dhidden: GPUBuffer
  readonly dmixed: GPUBuffer
  readonly dqkv: GPUBuffer
  readonly delta: GPUBuffer
  /** [splits, packedSize] */
  readonly partial: GPUBuffer
  readonly splits: number
}

/** Lists that only backward reads. */
export interface BackwardTokens extends TokenBuffers {
  readonly lastQuery: GPUBuffer
  /** Which tokens used row e of the embeddings (kernels/embedding.ts). */
  readonly userStart: GPUBuffer
  readonly users: GPUBuffer
}

export function backwardBuffers({ gpu, shape }: Network, tokens: number, heads: number): BackwardBuffers {
  const get = (name: string, numbers: number) => gpu.buffer(`train.${name}`, 4 * numbers)
  const splits = splitsFor(gpu.traits, tokens, 4 * shape.packedSize)
  return {
    dlogits: get('dlogits', heads * shape.stride),
    dx: get('dx', tokens * shape.width),
    dnormed: get('dnormed', tokens * shape.width),
    dhidden: get('dhidden', 4 * tokens * shape.width),
    dmixed: get('dmixed', tokens * shape.width),
    dqkv: get('dqkv', 3 * tokens * shape.width),
    delta: get('delta', tokens * shape.heads),
    partial: get('partial', splits * shape.packedSize),
    splits,
  }
}

/**
 * Parts into which sums over tokens are cut, so that small weights still make many threads; large ones do anyway.
 * `bytes` is the size of one part. Depends on sizes only, so that the same batch always adds up in the same order.
 */
const splitsFor = ({ software, budget }: Traits, tokens: number, bytes: number): number =>
  Math.max(1, Math.min(software ? 4 : 32, Math.ceil(tokens / 64), Math.floor(budget / 4 / bytes)))

export function backward(
  network: Network,
  batch: BackwardTokens,
  layers: readonly LayerBuffers[],
  head: HeadBuffers,
  buffers: BackwardBuffers,
): Dispatch[] {
  const { kernels, shape } = network
  const { splits, partial, dx } = buffers
  const { width4 } = shape
  const rows = shape.vocab + shape.blockSize
  return [
    ...backwardHead(network, batch, layers.at(-1)!.out, head, buffers),
    ...layers.flatMap((_, i) => {
      const layer = layers.length - 1 - i
      return backwardLayer(network, batch, layers[layer]!, buffers, `h${layer}`)
    }),
    dispatch(
      kernels.embeddingGradient,
      rows * width4 * splits,
      { start: batch.userStart, users: batch.users, dx, partial },
      { width4, rows, splits, size4: shape.packedSize / 4 },
    ),
  ]
}

function backwardHead(
  network: Network,
  batch: BackwardTokens,
  x: GPUBuffer,
  { normed, moments, packed }: HeadBuffers,
  { dlogits, dx, dnormed, partial, splits }: BackwardBuffers,
): Dispatch[] {
  const { kernels, shape, weights } = network
  const { width4 } = shape
  const size4 = shape.packedSize / 4
  const at = shape.at4('lnf.g')
  const outputs4 = shape.stride / 4
  const rows = batch.heads
  return [
    ...weightGradient({ kernels, splits, size4 }, normed, dlogits, partial, {
      rows,
      k4: width4,
      n4: outputs4,
      at: shape.headAt / 4,
    }),
    inputGradient(network, { dy: dlogits, weights: packed, dx: dnormed }, { rows, k4: outputs4, n4: width4, at: 0 }),
    dispatch(
      kernels.gatheredNormWeightGradient,
      width4 * splits,
      { x, moments, dout: dnormed, partial, gathered: batch.headRows },
      { width4, at, rows, splits, size4 },
    ),
    dispatch(
      kernels.gatheredNormInputGradient,
      rows,
      { x, weights, moments, dout: dnormed, dx, rows: batch.headRows },
      { width4, at },
    ),
  ]
}

/** Gradient with respect to the input of a product; `before` where a GELU came before it. */
function inputGradient(
  { gpu, kernels }: Network,
  operands: { readonly dy: GPUBuffer; readonly weights: GPUBuffer; readonly dx: GPUBuffer },
  sizes: { readonly rows: number; readonly k4: number; readonly n4: number; readonly at: number },
  before?: GPUBuffer,
): Dispatch {
  const { linearInputGradient, tile } = kernels.tiledFor(sizes.rows, sizes.n4)
  return dispatch(
    linearInputGradient,
    tileThreads(tile, sizes.rows, sizes.n4),
    { ...operands, before: before ?? gpu.buffer('none.read', 4) },
    { ...sizes, gelu: before ? 1 : 0 },
  )
}

function weightGradient(
  { kernels, splits, size4 }: { kernels: Network['kernels']; splits: number; size4: number },
  x: GPUBuffer,
  dy: GPUBuffer,
  partial: GPUBuffer,
  sizes: { rows: number; k4: number; n4: number; at: number },
): Dispatch[] {
  const tiled = kernels.tiledFor(4 * sizes.k4 * splits, sizes.n4)
  const threads = splits * Math.ceil(sizes.k4 / tiled.tile.columns4) * Math.ceil(sizes.n4 / tiled.tile.columns4)
  return [dispatch(tiled.linearWeightGradient, threads, { x, dy, partial }, { ...sizes, splits, size4 })]
}

/** `dx` comes in as the gradient of the layer's output and leaves as the gradient of its input. */
function backwardLayer(
  network: Network,
  batch: BackwardTokens,
  layer: LayerBuffers,
  buffers: BackwardBuffers,
  name: string,
): Dispatch[] {
  const { kernels, shape, weights } = network
  const { width4, heads } = shape
  const { dx, dnormed, dhidden, dmixed, dqkv, delta, partial, splits } = buffers
  const { tokens: rows, spans, lastQuery } = batch
  const size4 = shape.packedSize / 4
  const at = (weight: string) => shape.at4(`${name}.${weight}`)
  const intoWeights = (weight: string, x: GPUBuffer, dy: GPUBuffer, k4: number, n4: number) =>
    weightGradient({ kernels, splits, size4 }, x, dy, partial, { rows, k4, n4, at: at(weight) })
  const intoInput = (weight: string, dy: GPUBuffer, to: GPUBuffer, k4: number) =>
    inputGradient(network, { dy, weights, dx: to }, { rows, k4, n4: width4, at: at(weight) })
  const throughNorm = (weight: string, x: GPUBuffer, moments: GPUBuffer) => [
    dispatch(
      kernels.normWeightGradient,
      width4 * splits,
      { x, moments, dout: dnormed, partial },
      { width4, at: at(weight), rows, splits, size4 },
    ),
    dispatch(kernels.normInputGradient, rows, { x, weights, moments, dout: dnormed, dx }, { width4, at: at(weight) }),
  ]
  return [
    ...intoWeights('mlp.proj.w', layer.after, dx, 4 * width4, width4),
    inputGradient(
      network,
      { dy: dx, weights, dx: dhidden },
      { rows, k4: width4, n4: 4 * width4, at: at('mlp.proj.w') },
      layer.before,
    ),
    ...intoWeights('mlp.fc.w', layer.normed2, dhidden, width4, 4 * width4),
    intoInput('mlp.fc.w', dhidden, dnormed, 4 * width4),
    ...throughNorm('ln2.g', layer.mid, layer.moments2),
    ...intoWeights('attn.proj.w', layer.mixed, dx, width4, width4),
    intoInput('attn.proj.w', dx, dmixed, width4),
    dispatch(
      kernels.attentionQueryGradient,
      rows * heads,
      { qkv: layer.qkv, spans, out: layer.mixed, lse: layer.lse, dout: dmixed, delta, dqkv },
      { heads },
    ),
    dispatch(
      kernels.attentionKeyGradient,
      rows * heads,
      { qkv: layer.qkv, lastQuery, lse: layer.lse, dout: dmixed, delta, dqkv },
      { heads },
    ),
    ...intoWeights('attn.qkv.w', layer.normed1, dqkv, width4, 3 * width4),
    intoInput('attn.qkv.w', dqkv, dnormed, 3 * width4),
    ...throughNorm('ln1.g', layer.x, layer.moments1),
  ]
}
