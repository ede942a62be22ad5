/** What a policy is, apart from how it is computed (policy/). */
import { fail } from './fail.ts'
import { show } from './show.ts'

export interface TabularSpec {
  readonly kind: 'tabular'
}
export interface GptSpec {
  readonly kind: 'gpt'
  readonly nLayer: number
  readonly nHead: number
  readonly nEmbd: number
}
export type PolicySpec = TabularSpec | GptSpec

/** `tabular`, or `gpt-LxW` with L layers of width W and heads of width 16. */
export function policySpec(id: string): PolicySpec {
  if (id === 'tabular') return { kind: 'tabular' }
  const match = /^gpt-([1-6])x([1-9]\d{1,2})$/.exec(id)
  const nEmbd = Number(match?.[2])
  if (!match || nEmbd < 16 || nEmbd > 256 || nEmbd % 16 !== 0) {
    fail(
      'recipe.policy',
      '"tabular" or "gpt-LxW" with 1-6 layers and a width of 16-256 in sixteens',
      show(id),
      'Try "gpt-2x64".',
    )
  }
  return { kind: 'gpt', nLayer: Number(match[1]), nHead: nEmbd / 16, nEmbd }
}

/** A network's sizes once a task is chosen. GPT-2's names. */
export interface GptConfig {
  readonly vocabSize: number
  /** Longest prompt + response. */
  readonly blockSize: number
  readonly nLayer: number
  readonly nHead: number
  readonly nEmbd: number
  /** 1 when the network has a value head. */
  readonly valueHead: boolean
  /**
   * Token ids that are never generated (`Task.forbidden`). Their tempered logit is replaced by `forbiddenLogit`, in
   * sampling and in training alike, so their probability is exactly 0 and no gradient flows through their own logit.
   * `meanLogp` averages over the other tokens.
   */
  readonly forbidden?: readonly number[]
}

/** What a policy must know of the world that it plays in. */
export interface PolicySizes {
  readonly vocabSize: number
  /** Longest prompt and longest response, in tokens. */
  readonly maxPrompt: number
  readonly maxResponse: number
  readonly valueHead: boolean
  /** Token ids that are never generated. */
  readonly forbidden?: readonly number[]
}

export const gptConfig = (
  { nLayer, nHead, nEmbd }: GptSpec,
  { vocabSize, maxPrompt, maxResponse, valueHead, forbidden }: PolicySizes,
): GptConfig => ({
  vocabSize,
  blockSize: maxPrompt + maxResponse,
  nLayer,
  nHead,
  nEmbd,
  valueHead,
  ...(forbidden && { forbidden }),
})

/** Finite, because infinities break some softmax kernels, and low enough for a probability of exactly 0 in float32. */
export const forbiddenLogit = -1e4

/** Where one weight lies in the flat parameter buffer. */
export interface Weight {
  readonly name: string
  readonly shape: readonly number[]
  readonly offset: number
  readonly size: number
}

/**
 * The flat parameter buffer of a tiny GPT: pre-norm, learned positions, tanh-GELU, no dropout, biases everywhere, the
 * output head untied. Matrices are [in, out], so y = x W + b. `attn.qkv` holds q, k, v side by side, heads side by side in each.
 */
export function gptLayout(config: GptConfig): readonly Weight[] {
  const { vocabSize: V, blockSize, nLayer, nEmbd: C } = config
  const shapes: [string, number[]][] = [
    ['wte', [V, C]],
    ['wpe', [blockSize, C]],
  ]
  for (let layer = 0; layer < nLayer; layer++) {
    const name = (part: string) => `h${layer}.${part}`
    shapes.push(
      [name('ln1.g'), [C]],
      [name('ln1.b'), [C]],
      [name('attn.qkv.w'), [C, 3 * C]],
      [name('attn.qkv.b'), [3 * C]],
      [name('attn.proj.w'), [C, C]],
      [name('attn.proj.b'), [C]],
      [name('ln2.g'), [C]],
      [name('ln2.b'), [C]],
      [name('mlp.fc.w'), [C, 4 * C]],
      [name('mlp.fc.b'), [4 * C]],
      [name('mlp.proj.w'), [4 * C, C]],
      [name('mlp.proj.b'), [C]],
    )
  }
  shapes.push(['lnf.g', [C]], ['lnf.b', [C]], ['head.w', [C, V]], ['head.b', [V]])
  if (config.valueHead) shapes.push(['value.w', [C, 1]], ['value.b', [1]])
  let offset = 0
  return shapes.map(([name, shape]) => {
    const size = shape.reduce((product, extent) => product * extent, 1)
    const weight = { name, shape, offset, size }
    offset += size
    return weight
  })
}

export const parameterCount = (layout: readonly Weight[]): number => {
  const last = layout.at(-1)
  return last ? last.offset + last.size : 0
}
