/** What is timed: networks and batches from a toy to the largest the playground offers. */
import { type GptConfig, gptLayout, parameterCount } from '../../core/policy.ts'

export interface Size {
  readonly name: string
  readonly config: GptConfig
  readonly promptLength: number
  readonly groups: number
  readonly groupSize: number
}

interface Plan {
  readonly vocabSize?: number
  readonly nLayer?: number
  readonly nEmbd?: number
  readonly nHead?: number
  readonly blockSize?: number
  readonly promptLength?: number
  readonly groups?: number
}

/** R1 with some of its numbers changed. */
function plan(name: string, { promptLength = 6, groups = 8, ...network }: Plan): Size {
  const nEmbd = network.nEmbd ?? 64
  const config = { vocabSize: 16, blockSize: 16, nLayer: 2, nHead: nEmbd / 16, valueHead: false, ...network, nEmbd }
  return { name, config, promptLength, groups, groupSize: 8 }
}

/** R1 is the reference work: two layers of width 64, 64 rollouts in 8 groups, 6 + 10 tokens each. */
export const references: readonly Size[] = [
  plan('R0', { nLayer: 1, nEmbd: 32, blockSize: 12 }),
  plan('R1', {}),
  plan('R2', { nLayer: 4, nEmbd: 128, vocabSize: 32, blockSize: 32, promptLength: 8 }),
  plan('R3', { nLayer: 6, nEmbd: 256, vocabSize: 256, blockSize: 64, promptLength: 16 }),
]

/** One number at a time grows from R1: tokens per row, rows, width. */
export const growth: readonly Size[] = [
  ...[32, 64, 128].map(blockSize => plan(`T${blockSize}`, { blockSize })),
  ...[16, 256].map(rows => plan(`B${rows}`, { groups: rows / 8 })),
  ...[16, 32, 128, 256].map(nEmbd => plan(`W${nEmbd}`, { nEmbd })),
]

export const rowsOf = ({ groups, groupSize }: Size): number => groups * groupSize
export const responseLength = ({ config, promptLength }: Size): number => config.blockSize - promptLength
export const parametersOf = ({ config }: Size): number => parameterCount(gptLayout(config))
/** Multiplications of a pass over the batch, up to a factor. */
export const workOf = (size: Size): number => parametersOf(size) * rowsOf(size) * size.config.blockSize

export function describe(size: Size): string {
  const { config, promptLength, groups, groupSize } = size
  const { nLayer, nEmbd, nHead, vocabSize, blockSize } = config
  const network = `${parametersOf(size).toLocaleString('en')} parameters (V=${vocabSize}, ${nLayer} x ${nEmbd}, ${nHead} heads)`
  return `${network}, T=${blockSize} (prompt ${promptLength}), batch ${groups} x ${groupSize}`
}
