/** The forward pass as a list of dispatches over packed tokens (packing.ts). N tokens, U rows of logits. */
import { type Kernels, tileThreads } from './compile.ts'
import type { Dispatch, Gpu } from './gpu.ts'
import { dispatch } from './kernel.ts'
import type { Shape } from './shape.ts'

/** What one layer leaves behind; x is its input, `out` its output and the next layer's x. */
export interface LayerBuffers {
  readonly x: GPUBuffer
  readonly normed1: GPUBuffer
  readonly moments1: GPUBuffer
  /** [slots, 3C] */
  readonly qkv: GPUBuffer
  readonly mixed: GPUBuffer
  readonly lse: GPUBuffer
  readonly mid: GPUBuffer
  readonly normed2: GPUBuffer
  readonly moments2: GPUBuffer
  /** [N, 4C] around the activation. */
  readonly before: GPUBuffer
  readonly after: GPUBuffer
  readonly out: GPUBuffer
}

export interface HeadBuffers {
  /** [C + 1, stride] (kernels/head.ts) */
  readonly packed: GPUBuffer
  readonly normed: GPUBuffer
  readonly moments: GPUBuffer
  /** [U, stride] */
  readonly logits: GPUBuffer
}

/** Packed tokens on the device. */
export interface TokenBuffers {
  readonly tokens: number
  readonly heads: number
  readonly inputs: GPUBuffer
  readonly spans: GPUBuffer
  readonly headRows: GPUBuffer
}

export interface Network {
  readonly gpu: Gpu
  readonly kernels: Kernels
  readonly shape: Shape
  readonly weights: GPUBuffer
}

/** Buffers for every layer; with `keep` each has its own, as backward needs, else only the cache of keys and values. */
export function layerBuffers({ gpu, shape }: Network, tokens: number, slots: number, keep: boolean): LayerBuffers[] {
  const { width, heads, layers } = shape
  const use = keep ? 'train' : 'sample'
  return Array.from({ length: layers }, (_, layer) => {
    const get = (name: string, numbers: number) =>
      gpu.buffer(`${use}.${keep ? layer : ''}.${name}`, 4 * tokens * numbers)
    return {
      x: get('x', width),
      normed1: get('normed1', width),
      moments1: get('moments1', 2),
      qkv: gpu.buffer(`${use}.${layer}.qkv`, 12 * slots * width),
      mixed: get('mixed', width),
      lse: get('lse', heads),
      mid: get('mid', width),
      normed2: get('normed2', width),
      moments2: get('moments2', 2),
      before: get('before', 4 * width),
      after: get('after', 4 * width),
      out: keep ? gpu.buffer(`${use}.${layer + 1}.x`, 4 * tokens * width) : get('x', width),
    }
  })
}

export function headBuffers({ gpu, shape }: Network, heads: number, use: 'train' | 'sample'): HeadBuffers {
  return {
    packed: gpu.buffer('head.packed', 4 * (shape.width + 1) * shape.stride),
    normed: gpu.buffer(`${use}.head.normed`, 4 * heads * shape.width),
    moments: gpu.buffer(`${use}.head.moments`, 8 * heads),
    logits: gpu.buffer(`${use}.head.logits`, 4 * heads * shape.stride),
  }
}

/** Brings the head's weights into packed form; once after every change of the weights. */
export const packHeadWeights = ({ kernels, shape, weights }: Network, { packed }: HeadBuffers): Dispatch =>
  dispatch(
    kernels.packHead,
    (shape.width + 1) * shape.stride,
    { weights, packed },
    { vocab: shape.vocab, stride: shape.stride, at: shape.headAt, value: shape.value, inner: shape.width },
  )

/** Tokens to logits. */
export function forward(
  network: Network,
  batch: TokenBuffers,
  layers: readonly LayerBuffers[],
  head: HeadBuffers,
): Dispatch[] {
  const { kernels, shape, weights } = network
  const { width4, vocab } = shape
  const first = layers[0]!
  const last = layers.at(-1)!
  const shapeOfHead = { rows: batch.heads, k4: width4, n4: shape.stride / 4, at: 0 }
  const tiled = kernels.tiledFor(batch.heads, shapeOfHead.n4)
  return [
    dispatch(
      kernels.embed,
      batch.tokens * width4,
      { inputs: batch.inputs, weights, x: first.x },
      { width4, positionsAt: vocab * width4 },
    ),
    ...layers.flatMap((buffers, layer) => forwardLayer(network, batch, buffers, `h${layer}`)),
    dispatch(
      kernels.gatheredNorm,
      batch.heads,
      { x: last.out, weights, out: head.normed, moments: head.moments, rows: batch.headRows },
      { width4, at: shape.at4('lnf.g') },
    ),
    dispatch(
      tiled.linear,
      tileThreads(tiled.tile, batch.heads, shapeOfHead.n4),
      { x: head.normed, weights: head.packed, y: head.logits },
      shapeOfHead,
    ),
  ]
}

function forwardLayer(network: Network, batch: TokenBuffers, buffers: LayerBuffers, name: string): Dispatch[] {
  const { kernels, shape, weights } = network
  const { width4, heads } = shape
  const { tokens, spans } = batch
  const { x, normed1, qkv, mixed, lse, mid, normed2, before, after, out } = buffers
  const product = (weight: string, k4: number, n4: number) => {
    const tiled = kernels.tiledFor(tokens, n4)
    const sizes = { rows: tokens, k4, n4, at: shape.at4(`${name}.${weight}.w`) }
    return { tiled, sizes, threads: tileThreads(tiled.tile, tokens, n4) }
  }
  const toQkv = product('attn.qkv', width4, 3 * width4)
  const toMid = product('attn.proj', width4, width4)
  const toHidden = product('mlp.fc', width4, 4 * width4)
  const toOut = product('mlp.proj', 4 * width4, width4)
  return [
    dispatch(
      kernels.norm,
      tokens,
      { x, weights, out: normed1, moments: buffers.moments1 },
      { width4, at: shape.at4(`${name}.ln1.g`) },
    ),
    dispatch(toQkv.tiled.linearToSlots, toQkv.threads, { x: normed1, weights, y: qkv, spans }, toQkv.sizes),
    dispatch(kernels.attention, tokens * heads, { qkv, spans, out: mixed, lse }, { heads }),
    dispatch(toMid.tiled.linearResidual, toMid.threads, { x: mixed, weights, y: mid, residual: x }, toMid.sizes),
    dispatch(
      kernels.norm,
      tokens,
      { x: mid, weights, out: normed2, moments: buffers.moments2 },
      { width4, at: shape.at4(`${name}.ln2.g`) },
    ),
    dispatch(toHidden.tiled.linearGelu, toHidden.threads, { x: normed2, weights, y: after, before }, toHidden.sizes),
    dispatch(toOut.tiled.linearResidual, toOut.threads, { x: after, weights, y: out, residual: mid }, toOut.sizes),
  ]
}
