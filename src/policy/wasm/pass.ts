/** A chunk through the whole network, forward and backward. */
import {
  allocateBlock,
  type BackwardArrays,
  type BlockArrays,
  blockBackward,
  blockFloats,
  blockForward,
} from './block.ts'
import type { Chunk } from './chunks.ts'
import { allocateHead, type HeadArrays, headBackward, headFloats, headForward, type Upper } from './head.ts'
import type { Pointer } from './kernels.ts'
import type { Network } from './network.ts'

/** A chunk in WASM memory, with what the forward pass computed. */
export interface Pass {
  readonly tokens: number
  readonly outputs: number
  readonly token: Pointer
  readonly position: Pointer
  readonly segments: Pointer
  readonly segmentCount: number
  readonly source: Pointer
  readonly target: Pointer
  /** One per layer; all the same when nothing is kept for a backward pass. */
  readonly blocks: readonly BlockArrays[]
  readonly last: Pointer
  readonly head: HeadArrays
}

/** Memory of a pass that is kept for its backward pass, in bytes. */
export const passBytes = (network: Network, { token, source }: Chunk): number => {
  const { nEmbd: C, nLayer } = network.config
  return 4 * (token.length * (nLayer * blockFloats(C) + C) + source.length * headFloats(network))
}

function allocatePass(network: Network, chunk: Chunk, keep: boolean): Pass {
  const { arena, config } = network
  const { token, position, segments, source, target } = chunk
  const shared = allocateBlock(network, token.length)
  const blocks = Array.from({ length: config.nLayer }, (_, layer) =>
    keep && layer > 0 ? allocateBlock(network, token.length) : shared,
  )
  return {
    tokens: token.length,
    outputs: source.length,
    token: arena.place(token),
    position: arena.place(position),
    segments: arena.place(segments),
    segmentCount: segments.length / 4,
    source: arena.place(source),
    target: arena.place(target),
    blocks,
    last: keep ? arena.allocate(token.length * config.nEmbd) : shared.input,
    head: allocateHead(network, source.length),
  }
}

/**
 * Statistics at every response token. `keep` allocates what `passBackward` needs. `onLayer` sees queries, keys and values
 * [n, 3C] of each layer while they are there.
 */
export function passForward(
  network: Network,
  chunk: Chunk,
  keep: boolean,
  onLayer?: (layer: number, qkv: Pointer) => void,
): Pass {
  const pass = allocatePass(network, chunk, keep)
  const { kernels, weight, attentionScratch, config } = network
  const { nEmbd: C, nHead } = config
  const { tokens: n, blocks, head, last } = pass
  const first = blocks[0]?.input ?? last
  kernels.gather(first, weight('wte'), pass.token, n, C)
  kernels.gatherAdd(first, weight('wpe'), pass.position, n, C)
  blocks.forEach((block, layer) => {
    blockForward(network, layer, n, block, blocks[layer + 1]?.input ?? last, () => {
      const { segments, segmentCount } = pass
      kernels.attentionForward(block.mixed, block.qkv, segments, segmentCount, C, nHead, attentionScratch)
      onLayer?.(layer, block.qkv)
    })
  })
  kernels.gather(head.hidden, last, pass.source, pass.outputs, C)
  headForward(network, pass.outputs, head)
  kernels.pickLogp(head.z, head.statistics, pass.target, pass.outputs, network.columns)
  return pass
}

/** Adds to the gradient of every weight. The pass cannot be used again. */
export function passBackward(network: Network, pass: Pass, upper: Upper): void {
  const { kernels, arena, slope, attentionScratch, config } = network
  const { nEmbd: C, nHead } = config
  const { tokens: n, outputs: m, segments, segmentCount } = pass
  arena.scope(() => {
    const scratch: BackwardArrays = {
      d: arena.allocate(n * C),
      narrow: arena.allocate(Math.max(n, m) * C),
      wide: arena.allocate(n * 4 * C),
    }
    headBackward(network, m, pass.head, upper, pass.target, scratch.narrow)
    arena.floats(scratch.d, n * C).fill(0)
    kernels.scatterAdd(scratch.d, scratch.narrow, pass.source, m, C)
    for (let layer = config.nLayer - 1; layer >= 0; layer--) {
      const block = pass.blocks[layer]!
      blockBackward(network, layer, n, block, scratch, (dqkv, dmixed) =>
        kernels.attentionBackward(
          ...([dqkv, dmixed, block.qkv, segments, segmentCount] as const),
          ...([C, nHead, attentionScratch] as const),
        ),
      )
    }
    kernels.scatterAdd(slope('wte'), scratch.d, pass.token, n, C)
    kernels.scatterAdd(slope('wpe'), scratch.d, pass.position, n, C)
  })
}
