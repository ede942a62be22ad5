/**
 * Who looks at whom: the attention maps of a policy, on a host backend, by plain operations on its own parameters, whatever
 * computes it otherwise. For methods and pictures that read a few maps per iteration.
 */
import type { GptConfig } from '../core/policy.ts'
import { onHostBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { attentionWeights, weightsByName } from './gpt-graph.ts'
import { pack } from './pack.ts'
import type { Policy, Rows } from './policy.ts'
import { sequencesOf } from './request.ts'

export interface AttentionMaps {
  readonly layers: number
  readonly heads: number
  /** [positions][positions] of prompt and response together: row t sums to 1 over the positions up to t. */
  readonly map: (layer: number, head: number, row: number) => readonly Float32Array[]
}

/** Maps of every layer and head for prompts with their whole responses; undefined for a table, which has no attention. */
export async function attentionMaps(policy: Policy, rows: Rows): Promise<AttentionMaps | undefined> {
  const config = configOf(policy)
  if (!config) return undefined
  const sequences = sequencesOf('policy.attention', config, rows)
  const lengths = sequences.map(({ prompt, response }) => prompt.length + response.length)
  // The last token is read too: it looks back like the others.
  const from = sequences.map(() => 0)
  const to = sequences.map(({ response }) => response.length + 1)
  const packed = pack(sequences, from, to)
  const { parameters } = await policy.read()
  const weights = onHostBackend(() =>
    tf.tidy(() => {
      const names = policy.layout.map(({ name }) => name)
      const values = policy.layout.map(({ shape, offset, size }) =>
        tf.tensor(parameters.subarray(offset, offset + size), [...shape]),
      )
      return attentionWeights(config, weightsByName(names, values), packed)
    }),
  )
  const layers = await Promise.all(weights.map(layer => layer.data<'float32'>()))
  tf.dispose(weights)
  const { width } = packed
  return {
    layers: config.nLayer,
    heads: config.nHead,
    map: (layer, head, row) =>
      Array.from({ length: lengths[row]! }, (_, t) => {
        const start = ((row * config.nHead + head) * width + t) * width
        return layers[layer]!.slice(start, start + lengths[row]!)
      }),
  }
}

/** The network's sizes, read off its layout. */
function configOf({ spec, layout, vocabSize }: Policy): GptConfig | undefined {
  if (spec.kind === 'tabular') return undefined
  const { nLayer, nHead, nEmbd } = spec
  const blockSize = layout.find(({ name }) => name === 'wpe')?.shape[0] ?? 0
  return { vocabSize, blockSize, nLayer, nHead, nEmbd, valueHead: false }
}
