/** The sizes that the kernels work with, in groups of four numbers where a name ends in 4. */
import { fail } from '../../core/fail.ts'
import { type GptConfig, gptLayout, parameterCount, type Weight } from '../../core/policy.ts'

export interface Shape {
  readonly layout: readonly Weight[]
  readonly parameters: number
  readonly vocab: number
  readonly blockSize: number
  readonly layers: number
  readonly heads: number
  /** nEmbd */
  readonly width: number
  readonly width4: number
  /** Head size / 4. */
  readonly d4: number
  readonly value: 0 | 1
  /** Columns of the packed head (kernels/head.ts). */
  readonly stride: number
  /** Where the head begins among the parameters. */
  readonly headAt: number
  /** Length of a gradient whose head is in packed form. */
  readonly packedSize: number
  /** Place of a weight, in groups of four. */
  readonly at4: (name: string) => number
}

export function shapeOf(config: GptConfig): Shape {
  const { nEmbd, nHead, vocabSize } = config
  if (nEmbd % nHead !== 0 || (nEmbd / nHead) % 4 !== 0) {
    fail(
      'webgpu.policy',
      'heads whose size is a multiple of 4',
      `width ${nEmbd} in ${nHead} heads`,
      'Use the plain policy for such sizes.',
    )
  }
  const layout = gptLayout(config)
  const offsets = new Map(layout.map(({ name, offset }) => [name, offset]))
  const offsetOf = (name: string) => offsets.get(name) ?? fail('webgpu.weight', 'a known name', name, 'Fix gptLayout.')
  const value = config.valueHead ? 1 : 0
  const stride = 4 * Math.ceil((vocabSize + value) / 4)
  const headAt = offsetOf('head.w')
  return {
    layout,
    parameters: parameterCount(layout),
    vocab: vocabSize,
    blockSize: config.blockSize,
    layers: config.nLayer,
    heads: nHead,
    width: nEmbd,
    width4: nEmbd / 4,
    d4: nEmbd / nHead / 4,
    value,
    stride,
    headAt,
    packedSize: headAt + (nEmbd + 1) * stride,
    at4: name => offsetOf(name) / 4,
  }
}

/** Activations of one token while training, bytes: what forward keeps and what backward adds (network.ts, backward.ts). */
export function trainingBytesPerToken({ width, layers, heads, stride }: Shape): number {
  const kept = layers * (16 * width + heads + 4) + 2 * width + 2 * stride + 2
  return 4 * (kept + 11 * width + heads + 16)
}

/** The same while only looking ahead, without the cache of keys and values. */
export const forwardBytesPerToken = ({ width, heads, stride }: Shape): number => 4 * (16 * width + heads + stride + 16)

/** Keys, values and queries of one token in all layers, bytes. */
export const cacheBytesPerToken = ({ width, layers }: Shape): number => 12 * width * layers
