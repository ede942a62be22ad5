/** The forward pass as a list of dispatches over packed tokens (packing.ts). N tokens, U rows of logits. */
import { type Kernels, tileThreads } from './compile.ts'
import type { Gpu } from './gpu.ts'
import { type Dispatch, dispatch } from './kernel.ts'
import { linearMode } from './kernels/linear.ts'
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

/** A product with weights as a dispatch: y [rows, 4 n4] from x [rows, 4 k4] (kernels/linear.ts). */
export function linearDispatch(
  { gpu, kernels }: Network,
  operands: { readonly x: GPUBuffer; readonly weights: GPUBuffer; readonly y: GPUBuffer },
  sizes: { readonly rows: number; readonly k4: number; readonly n4: number; readonly at: number },
  mode: keyof typeof linearMode,
  extra: { readonly residual?: GPUBuffer; readonly before?: GPUBuffer; readonly spans?: GPUBuffer } = {},
): Dispatch {
  const { linear, tile } = kernels.tiledFor(sizes.rows, sizes.n4)
  const buffers = {
    ...operands,
    residual: extra.residual ?? gpu.buffer('none.read', 4),
    before: extra.before ?? gpu.buffer('none.written', 4),
    spans: extra.spans ?? gpu.buffer('none.read', 4),
  }
  return dispatch(linear, tileThreads(tile, sizes.rows, sizes.n4), buffers, { ...sizes, mode: linearMode[mode] })
}

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
    linearDispatch(
      network,
      { x: head.normed, weights: head.packed, y: head.logits },
      { rows: batch.heads, k4: width4, n4: shape.stride / 4, at: 0 },
      'plain',
    ),
  ]
}

function forwardLayer(network: Network, batch: TokenBuffers, buffers: LayerBuffers, name: string): Dispatch[] {
  const { kernels, shape, weights } = network
  const { width4, heads } = shape
  const { tokens: rows, spans } = batch
  const { x, normed1, qkv, mixed, lse, mid, normed2, before, after, out } = buffers
  const at = (weight: string) => shape.at4(`${name}.${weight}`)
  const sizes = (weight: string, k4: number, n4: number) => ({ rows, k4, n4, at: at(weight) })
  const normed = (weight: string, from: GPUBuffer, to: GPUBuffer, moments: GPUBuffer) =>
    dispatch(kernels.norm, rows, { x: from, weights, out: to, moments }, { width4, at: at(weight) })
  const toQkv = sizes('attn.qkv.w', width4, 3 * width4)
  const toMid = sizes('attn.proj.w', width4, width4)
  const toHidden = sizes('mlp.fc.w', width4, 4 * width4)
  const toOut = sizes('mlp.proj.w', 4 * width4, width4)
  return [
    normed('ln1.g', x, normed1, buffers.moments1),
    linearDispatch(network, { x: normed1, weights, y: qkv }, toQkv, 'toSlots', { spans }),
    dispatch(kernels.attention, rows * heads, { qkv, spans, out: mixed, lse }, { heads }),
    linearDispatch(network, { x: mixed, weights, y: mid }, toMid, 'residual', { residual: x }),
    normed('ln2.g', mid, normed2, buffers.moments2),
    linearDispatch(network, { x: normed2, weights, y: after }, toHidden, 'gelu', { before }),
    linearDispatch(network, { x: after, weights, y: out }, toOut, 'residual', { residual: mid }),
  ]
}
