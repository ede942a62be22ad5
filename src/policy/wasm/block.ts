/** One transformer block, forward and backward, and the head. */
import type { Pointer } from './kernels.ts'
import { linear, linearBackward, type Network } from './network.ts'

/** What a block computes and its backward pass reads, [n, width] each. */
export interface BlockArrays {
  /** [n, C] input; kept apart from the output when there is a backward pass. */
  readonly input: Pointer
  readonly norm1: Pointer
  /** [n, 2] mean and 1 / std. */
  readonly saved1: Pointer
  /** [n, 3C] */
  readonly qkv: Pointer
  readonly mixed: Pointer
  /** [n, C] after the attention's residual. */
  readonly middle: Pointer
  readonly norm2: Pointer
  readonly saved2: Pointer
  /** [n, 4C] before and after GELU. */
  readonly wide: Pointer
  readonly active: Pointer
}

/** Floats per token in `BlockArrays`. */
export const blockFloats = (C: number): number => 16 * C + 4

export function allocateBlock({ arena, config: { nEmbd: C } }: Network, n: number): BlockArrays {
  return {
    input: arena.allocate(n * C),
    norm1: arena.allocate(n * C),
    saved1: arena.allocate(n * 2),
    qkv: arena.allocate(n * 3 * C),
    mixed: arena.allocate(n * C),
    middle: arena.allocate(n * C),
    norm2: arena.allocate(n * C),
    saved2: arena.allocate(n * 2),
    wide: arena.allocate(n * 4 * C),
    active: arena.allocate(n * 4 * C),
  }
}

/** `attend` fills `mixed` from `qkv`. `output` may be the block's own input when there is no backward pass. */
export function blockForward(
  network: Network,
  layer: number,
  n: number,
  block: BlockArrays,
  output: Pointer,
  attend: () => void,
): void {
  const { kernels, weight, config } = network
  const C = config.nEmbd
  const h = `h${layer}`
  kernels.normForward(block.norm1, block.input, weight(`${h}.ln1.g`), weight(`${h}.ln1.b`), block.saved1, n, C)
  linear(network, `${h}.attn.qkv`, n, [block.norm1, C], [block.qkv, 3 * C])
  attend()
  linear(network, `${h}.attn.proj`, n, [block.mixed, C], [block.middle, C])
  kernels.add(block.middle, block.input, n * C)
  kernels.normForward(block.norm2, block.middle, weight(`${h}.ln2.g`), weight(`${h}.ln2.b`), block.saved2, n, C)
  linear(network, `${h}.mlp.fc`, n, [block.norm2, C], [block.wide, 4 * C])
  kernels.geluForward(block.active, block.wide, n * 4 * C)
  linear(network, `${h}.mlp.proj`, n, [block.active, 4 * C], [output, C])
  kernels.add(output, block.middle, n * C)
}

/** Scratch of the backward pass: [n, C], [n, C] and [n, 4C]. */
export interface BackwardArrays {
  /** In: gradient of the block's output; out: of its input. */
  readonly d: Pointer
  readonly narrow: Pointer
  readonly wide: Pointer
}

/** `attendBackward` adds the gradient of `qkv` to zeros, from that of `mixed`. */
export function blockBackward(
  network: Network,
  layer: number,
  n: number,
  block: BlockArrays,
  { d, narrow, wide }: BackwardArrays,
  attendBackward: (dqkv: Pointer, dmixed: Pointer) => void,
): void {
  const { kernels, arena, weight, slope, config } = network
  const C = config.nEmbd
  const h = `h${layer}`
  const normBackward = (name: string, input: Pointer, saved: Pointer) =>
    kernels.normBackward(d, slope(`${name}.g`), slope(`${name}.b`), narrow, input, weight(`${name}.g`), saved, n, C)
  linearBackward(network, `${h}.mlp.proj`, n, [block.active, 4 * C], [d, C], wide)
  kernels.geluBackward(wide, block.wide, n * 4 * C)
  linearBackward(network, `${h}.mlp.fc`, n, [block.norm2, C], [wide, 4 * C], narrow)
  normBackward(`${h}.ln2`, block.middle, block.saved2)
  linearBackward(network, `${h}.attn.proj`, n, [block.mixed, C], [d, C], narrow)
  arena.floats(wide, n * 3 * C).fill(0)
  attendBackward(wide, narrow)
  linearBackward(network, `${h}.attn.qkv`, n, [block.norm1, C], [wide, 3 * C], narrow)
  normBackward(`${h}.ln1`, block.input, block.saved1)
}
