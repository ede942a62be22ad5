/**
 * The tiny GPT of core/policy.ts on the kernels: forward, backward. n packed tokens, C = nEmbd, m rows of the head's
 * output (one per response token), P = its padded width.
 */
import { fail } from '../../core/fail.ts'
import { forbiddenLogit, type GptConfig, gptLayout, parameterCount } from '../../core/policy.ts'
import { allowedTokens } from '../sampling.ts'
import { type Arena, createArena, type Kernels, type Pointer } from './kernels.ts'

export interface Network {
  readonly config: GptConfig
  readonly kernels: Kernels
  readonly arena: Arena
  readonly parameters: Pointer
  readonly gradient: Pointer
  readonly parameterCount: number
  /** Addresses of a weight and of its gradient. */
  readonly weight: (name: string) => Pointer
  readonly slope: (name: string) => Pointer
  /** Columns of the head's output: vocabulary, value, padding. */
  readonly columns: number
  /** Column of the value; -1 without a value head. */
  readonly valueColumn: number
  readonly mask: Mask
  /** Zeros to start a product from. */
  readonly zeros: Pointer
  readonly attentionScratch: Pointer
}

/** [P] each; see assembly/head.ts. `scale` depends on the temperature and is written by `setTemperature`. */
interface Mask {
  readonly scale: Pointer
  readonly shift: Pointer
  readonly share: Pointer
}

/** Queries per block in assembly/attention.ts. */
const queryBlock = 32

export function createNetwork(config: GptConfig, kernels: Kernels): Network {
  const { vocabSize, nEmbd, nHead, valueHead } = config
  if ((nEmbd / nHead) % 16 !== 0 || nEmbd > 256 || vocabSize > 256) {
    fail(
      'policy.wasm',
      'a width of at most 256, heads of 16 or a multiple of it, at most 256 tokens',
      `width ${nEmbd}, ${nHead} heads, ${vocabSize} tokens`,
      'Use the plain policy for other sizes.',
    )
  }
  const arena = createArena(kernels.memory)
  const layout = gptLayout(config)
  const count = parameterCount(layout)
  const parameters = arena.allocate(count)
  const gradient = arena.allocate(count)
  const offsets = new Map(layout.map(({ name, offset }) => [name, 4 * offset]))
  const offsetOf = (name: string): number =>
    offsets.get(name) ?? fail('policy.weight', 'a name of the layout', `"${name}"`, 'Fix gptLayout.')
  const columns = Math.ceil((vocabSize + (valueHead ? 1 : 0)) / 8) * 8
  return {
    config,
    kernels,
    arena,
    parameters,
    gradient,
    parameterCount: count,
    weight: name => parameters + offsetOf(name),
    slope: name => gradient + offsetOf(name),
    columns,
    valueColumn: valueHead ? vocabSize : -1,
    mask: createMask(config, arena, columns),
    zeros: kernels.ZEROS.value,
    attentionScratch: arena.allocate(2 * queryBlock * (config.blockSize + 8)),
  }
}

function createMask({ vocabSize, forbidden }: GptConfig, arena: Arena, columns: number): Mask {
  const allowed = allowedTokens(vocabSize, forbidden)
  const count = allowed.reduce((total, one) => total + one, 0)
  const column = (of: (open: number) => number) => Float32Array.from({ length: columns }, (_, j) => of(allowed[j] ?? 0))
  return {
    scale: arena.allocate(columns),
    shift: arena.place(column(open => (open ? 0 : forbiddenLogit))),
    share: arena.place(column(open => open / count)),
  }
}

export function setTemperature({ config, arena, columns, mask }: Network, temperature: number): void {
  const allowed = allowedTokens(config.vocabSize, config.forbidden)
  arena.floats(mask.scale, columns).forEach((_, j, scale) => {
    scale[j] = allowed[j] ? 1 / temperature : 0
  })
}

/** y[n, outputs] = x[n, inputs] W + b, rows of y `stride` apart. */
export function linear(
  { kernels, weight }: Network,
  name: string,
  n: number,
  [x, inputs]: readonly [Pointer, number],
  [y, outputs, stride = outputs]: readonly [Pointer, number, number?],
): void {
  kernels.gemm(n, outputs, inputs, x, inputs, 1, weight(`${name}.w`), outputs, 1, weight(`${name}.b`), 0, y, stride)
}

/** Gradients of `linear`: adds to those of W and b; writes dx = dy W^T, or adds to it. */
export function linearBackward(
  { kernels, weight, slope, zeros }: Network,
  name: string,
  n: number,
  [x, inputs]: readonly [Pointer, number],
  [dy, outputs, stride = outputs]: readonly [Pointer, number, number?],
  dx: Pointer,
  accumulate = false,
): void {
  const dw = slope(`${name}.w`)
  kernels.gemm(inputs, outputs, n, x, 1, inputs, dy, stride, 1, dw, outputs, dw, outputs)
  kernels.columnSum(slope(`${name}.b`), dy, stride, n, outputs)
  const [start, startRow] = accumulate ? [dx, inputs] : [zeros, 0]
  kernels.gemm(n, inputs, outputs, dy, stride, 1, weight(`${name}.w`), 1, outputs, start, startRow, dx, inputs)
}
