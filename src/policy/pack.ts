/** From ragged sequences to the padded arrays that the tensor graph reads. */
import type { Sequence } from './request.ts'

/** `rows` sequences, left-aligned and padded on the right to `width`, with the positions whose outputs are wanted. */
export interface Packed {
  readonly rows: number
  readonly width: number
  /** [rows * width] token ids; 0 at padding, which no wanted position can see. */
  readonly ids: Int32Array
  readonly outputs: number
  /** [rows * outputs] positions in the sequence whose logits are wanted; 0 at padding. */
  readonly position: Int32Array
}

/**
 * `from` is the first response position that is wanted from each sequence, `to` the end (exclusive). Response position t
 * is predicted at promptLength - 1 + t, so the token at `to - 1` is itself not read.
 */
export function pack(sequences: readonly Sequence[], from: readonly number[], to: readonly number[]): Packed {
  const inputs = sequences.map(({ prompt, response }, i) =>
    [...prompt, ...response].slice(0, prompt.length + to[i]! - 1),
  )
  const width = Math.max(1, ...inputs.map(input => input.length))
  const outputs = Math.max(1, ...to.map((end, i) => end - from[i]!))
  const ids = new Int32Array(sequences.length * width)
  const position = new Int32Array(sequences.length * outputs)
  sequences.forEach(({ prompt }, i) => {
    ids.set(inputs[i]!, i * width)
    for (let t = from[i]!; t < to[i]!; t++) position[i * outputs + t - from[i]!] = prompt.length - 1 + t
  })
  return { rows: sequences.length, width, ids, outputs, position }
}

/** Whole responses, as in scoring and training. */
export const packResponses = (sequences: readonly Sequence[]): Packed =>
  pack(
    sequences,
    sequences.map(() => 0),
    sequences.map(({ response }) => response.length),
  )
