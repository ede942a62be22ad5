/** Rows to score or to train on, cut into chunks that fit the device, with what is asked at each position. */

import type { Sequence } from '../request.ts'
import type { BackwardTokens } from './backward.ts'
import type { Network } from './network.ts'
import { bundleRows, chunkBundles, type Packed, packBundles, placesByKey } from './packing.ts'
import { trainingBytesPerToken } from './shape.ts'

export interface Chunk {
  readonly packed: Packed
  /** R */
  readonly targetCount: number
  /** [R, 2] row of the logits, response token. */
  readonly targets: Uint32Array
  /** [R] where the target's numbers stand in the caller's arrays. */
  readonly places: Uint32Array
}

/** A chunk on the device. */
export interface LoadedChunk extends BackwardTokens {
  readonly targets: GPUBuffer
  readonly targetCount: number
  /** Which targets read row u of the logits (kernels/head.ts). */
  readonly readerStart: GPUBuffer
  readonly readers: GPUBuffer
}

const tokensPerChunk = ({ gpu, shape }: Network): number =>
  Math.floor(
    Math.min(
      gpu.traits.budget / trainingBytesPerToken(shape),
      gpu.traits.largestBuffer / Math.max(16 * shape.width, 4 * shape.stride),
      gpu.traits.dispatchWork / (4 * shape.width ** 2),
    ),
  )

/** `placeOf` says where the caller keeps the numbers of response position t of a row. */
export function chunksOf(
  network: Network,
  sequences: readonly Sequence[],
  placeOf: (row: number, t: number) => number,
): Chunk[] {
  const most = tokensPerChunk(network)
  const rows = sequences.map(({ prompt, response }) => ({ prompt, tail: response.slice(0, -1) }))
  return chunkBundles(bundleRows(rows, most), most).map(bundles => {
    const packed = packBundles(bundles)
    const targets: number[] = []
    const places: number[] = []
    for (const { row, promptHead, tailHead } of packed.members) {
      sequences[row]!.response.forEach((token, t) => {
        targets.push(t === 0 ? promptHead : tailHead + t - 1, token)
        places.push(placeOf(row, t))
      })
    }
    return {
      packed,
      targetCount: places.length,
      targets: Uint32Array.from(targets),
      places: Uint32Array.from(places),
    }
  })
}

export function loadChunk({ gpu, shape }: Network, { packed, targets, targetCount }: Chunk): LoadedChunk {
  const { tokens, inputs, spans, lastQuery, headRows } = packed
  const heads = headRows.length
  const readers = placesByKey(
    targets.filter((_, i) => i % 2 === 0),
    heads,
  )
  // Row e of both embedding tables: e < V is a token, the rest are positions.
  const rowOfUse = inputs.map((value, i) => (i % 2 === 0 ? value : shape.vocab + value))
  const users = placesByKey(rowOfUse, shape.vocab + shape.blockSize)
  return {
    tokens,
    heads,
    targetCount,
    inputs: gpu.upload('train.inputs', inputs),
    spans: gpu.upload('train.spans', spans),
    headRows: gpu.upload('train.headRows', headRows),
    lastQuery: gpu.upload('train.lastQuery', lastQuery),
    targets: gpu.upload('train.targets', targets),
    readerStart: gpu.upload('train.readerStart', readers.start),
    readers: gpu.upload('train.readers', readers.places),
    userStart: gpu.upload('train.userStart', users.start),
    users: gpu.upload(
      'train.users',
      users.places.map(place => place >> 1),
    ),
  }
}
