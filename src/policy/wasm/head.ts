/** Final norm, output head and value head, and the statistics of the output distribution. */
import type { Pointer } from './kernels.ts'
import { linear, linearBackward, type Network } from './network.ts'

/** Statistics per row in assembly/head.ts. */
export const statistic = { lse: 0, entropy: 1, meanLogp: 2, collision: 3, value: 4, logp: 5, count: 6 } as const

/** m rows; P = `Network.columns`. */
export interface HeadArrays {
  /** [m, C] outputs of the last block. */
  readonly hidden: Pointer
  readonly norm: Pointer
  readonly saved: Pointer
  /** [m, P] tempered logits; in the backward pass their gradient. */
  readonly z: Pointer
  /** [m, statistic.count] */
  readonly statistics: Pointer
}

export const headFloats = (network: Network): number => 2 * network.config.nEmbd + network.columns + 2 + statistic.count

export function allocateHead({ arena, columns, config: { nEmbd: C } }: Network, m: number): HeadArrays {
  return {
    hidden: arena.allocate(m * C),
    norm: arena.allocate(m * C),
    saved: arena.allocate(m * 2),
    z: arena.allocate(m * columns),
    statistics: arena.allocate(m * statistic.count),
  }
}

/** Everything from `hidden` on, except logp, which waits for the tokens. */
export function headForward(network: Network, m: number, head: HeadArrays): void {
  const { kernels, arena, weight, columns, valueColumn, mask, config } = network
  const { nEmbd: C, vocabSize: V } = config
  kernels.normForward(head.norm, head.hidden, weight('lnf.g'), weight('lnf.b'), head.saved, m, C)
  arena.floats(head.z, m * columns).fill(0)
  linear(network, 'head', m, [head.norm, C], [head.z, V, columns])
  if (valueColumn >= 0) linear(network, 'value', m, [head.norm, C], [head.z + 4 * valueColumn, 1, columns])
  kernels.temper(head.z, head.statistics, mask.scale, mask.shift, mask.share, valueColumn, m, columns)
}

/** Gradients of the loss with respect to the statistics, in WASM memory. */
export interface Upper {
  /** [m, 4] of logp, entropy, meanLogp, value. */
  readonly statistics: Pointer
  /** [m, P] of z, or 0. */
  readonly z: Pointer
}

/** Overwrites `z` and `norm`; writes the gradient of `hidden` to `d` [m, C]. */
export function headBackward(network: Network, m: number, head: HeadArrays, upper: Upper, token: Pointer, d: Pointer) {
  const { kernels, arena, weight, slope, columns, valueColumn, mask, config } = network
  const { nEmbd: C, vocabSize: V } = config
  const { z, statistics, norm } = head
  kernels.headBackward(
    ...([z, statistics, upper.statistics, upper.z, token] as const),
    ...([mask.scale, mask.share, valueColumn, m, columns] as const),
  )
  arena.scope(() => {
    const dNorm = arena.allocate(m * C)
    linearBackward(network, 'head', m, [norm, C], [z, V, columns], dNorm)
    if (valueColumn >= 0) linearBackward(network, 'value', m, [norm, C], [z + 4 * valueColumn, 1, columns], dNorm, true)
    arena.floats(d, m * C).fill(0)
    kernels.normBackward(d, slope('lnf.g'), slope('lnf.b'), dNorm, head.hidden, weight('lnf.g'), head.saved, m, C)
  })
}
