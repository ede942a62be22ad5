/**
 * Sampling: the prompts go through the network together, then all rows advance one token per round. Rounds are
 * submitted many at a time, without a word to the host; between submissions the caller is asked whether to go on, and
 * rows that have finished are dropped.
 */
import type { Sampled, SampleRequest } from '../policy.ts'
import {
  advance,
  type DecodeBuffers,
  type DecodeRow,
  drawsAfterPrompt,
  roundsLeft,
  startRows,
  uploadRows,
} from './decode-rows.ts'
import { type Dispatch, dispatch } from './kernel.ts'
import { drawnNumbers } from './kernels/draw.ts'
import { forward, headBuffers, layerBuffers, type Network, packHeadWeights, type TokenBuffers } from './network.ts'
import { type Bundle, bundleRows, chunkBundles, type Packed, type PackedMember, packBundles } from './packing.ts'
import { cacheBytesPerToken, forwardBytesPerToken } from './shape.ts'

/** Milliseconds that one submission should take: short enough that a page stays alive on a slow adapter. */
const submissionTarget = 40
const mostRounds = 64
/** Rounds per submission, learnt from how long the last ones took. */
export interface Pace {
  rounds: number
}

export async function sampleRows(
  network: Network,
  flags: GPUBuffer,
  request: SampleRequest,
  pace: Pace,
  onProgress: (share: number) => void,
): Promise<Sampled> {
  const { rows, maxResponse, reportTop } = request
  const numbers = drawnNumbers(reportTop)
  const results = new Float32Array(rows.length * maxResponse * numbers)
  const tails = rows.map(({ problem, forced }) => ({ prompt: problem.prompt, tail: forced }))
  const batches = batchesOf(network, tails, maxResponse)
  for (const [i, bundles] of batches.entries()) {
    const within = (share: number) => onProgress((i + share) / batches.length)
    const { members, drawn } = await sampleBatch(network, flags, request, bundles, pace, within)
    const size = maxResponse * numbers
    members.forEach(({ row }, m) => {
      results.set(drawn.subarray(m * size, (m + 1) * size), row * size)
    })
  }
  return ragged(results, rows.length, request, network.shape.value === 1)
}

/** Rows whose caches and prompts fit together. */
function batchesOf(
  { gpu, shape }: Network,
  rows: readonly { readonly prompt: readonly number[]; readonly tail: readonly number[] }[],
  maxResponse: number,
): Bundle[][] {
  const { budget, largestBuffer, dispatchWork } = gpu.traits
  const cache = cacheBytesPerToken(shape)
  const pass = forwardBytesPerToken(shape)
  /** Shares of what a batch may hold: memory, the largest cache, the longest dispatch. */
  const share = (read: number, reserved: number) =>
    Math.max(
      (read * pass + (read + reserved) * cache) / budget,
      ((read + reserved) * 12 * shape.width) / largestBuffer,
      (read * 4 * shape.width ** 2) / dispatchWork,
    )
  const cost = ({ prompt, members }: Bundle) =>
    members.reduce((total, { tail }) => total + share(tail.length + 1, maxResponse), share(prompt.length, 0))
  const halves = (bundle: Bundle): Bundle[] => {
    if (cost(bundle) <= 1 || bundle.members.length === 1) return [bundle]
    const { prompt, members } = bundle
    const middle = members.length >> 1
    const parts = [members.slice(0, middle), members.slice(middle)]
    return parts.flatMap(part => halves({ prompt, members: part }))
  }
  return chunkBundles(bundleRows(rows, Number.POSITIVE_INFINITY).flatMap(halves), 1, cost)
}

async function sampleBatch(
  network: Network,
  flags: GPUBuffer,
  request: SampleRequest,
  bundles: readonly Bundle[],
  pace: Pace,
  onProgress: (share: number) => void,
): Promise<{ readonly members: readonly PackedMember[]; readonly drawn: Float32Array }> {
  const { gpu } = network
  const { maxResponse } = request
  const packed = packBundles(bundles, maxResponse)
  const { members } = packed
  const slots = members.reduce((end, { tailSlot }) => Math.max(end, tailSlot), 0) + maxResponse
  const layers = layerBuffers(network, Math.max(packed.tokens, members.length), slots, false)
  const head = headBuffers(network, Math.max(packed.headRows.length, members.length), 'sample')
  const bytes = 4 * members.length * maxResponse * drawnNumbers(request.reportTop)
  const results = gpu.buffer('sample.results', bytes)
  const randoms = gpu.upload('sample.randoms', uniformsOf(request, members))
  const draw = drawWith(network, request, { logits: head.logits, flags, randoms, results })

  const start = startRows(members, maxResponse)
  let device = uploadRows(network, start, maxResponse)
  const firstDraws = drawsAfterPrompt(members, maxResponse)
  gpu.submit({
    clear: [results],
    dispatches: [
      packHeadWeights(network, head),
      ...forward(network, uploadPrompts(network, packed), layers, head),
      draw(firstDraws.length / 4, gpu.upload('sample.prompt.draws', firstDraws), device),
    ],
  })
  const drawn = start.filter(row => !row.finished).map(row => ({ ...row, position: row.position + 1 }))
  const round = (): Dispatch[] => [...forward(network, device, layers, head), draw(device.tokens, device.draws, device)]
  const longest = roundsLeft(drawn, maxResponse)
  for (let left = longest; left > 0; ) {
    const rows = await submitRounds(network, device, round(), left, pace)
    left = roundsLeft(rows, maxResponse)
    // Dropping a few rows is not worth the upload.
    if (rows.length < 0.75 * device.tokens) device = uploadRows(network, rows, maxResponse)
    onProgress(1 - left / longest)
  }
  const [numbers] = await gpu.download([{ from: results, bytes }])
  return { members, drawn: new Float32Array(numbers!) }
}

/** Up to `most` rounds in one submission; returns the rows that are not finished. */
async function submitRounds(
  { gpu }: Network,
  { rows, inputs, tokens }: DecodeBuffers,
  dispatches: readonly Dispatch[],
  most: number,
  pace: Pace,
): Promise<DecodeRow[]> {
  const rounds = Math.min(most, pace.rounds)
  const started = performance.now()
  gpu.submit({ dispatches, rounds })
  const [state] = await gpu.download([{ from: inputs, bytes: 8 * tokens }])
  pace.rounds = roundsFor(rounds, performance.now() - started)
  return advance(rows, new Uint32Array(state!)).filter(row => !row.finished)
}

const roundsFor = (rounds: number, elapsed: number): number =>
  Math.max(1, Math.min(mostRounds, Math.round((rounds * submissionTarget) / Math.max(1, elapsed))))

/** The batch's uniforms in the order of its members, [members * maxResponse]. */
function uniformsOf({ uniforms, maxResponse }: SampleRequest, members: readonly PackedMember[]): Float32Array {
  const result = new Float32Array(members.length * maxResponse)
  members.forEach(({ row }, m) => {
    result.set(uniforms.subarray(row * maxResponse, (row + 1) * maxResponse), m * maxResponse)
  })
  return result
}

const uploadPrompts = ({ gpu }: Network, packed: Packed): TokenBuffers => ({
  tokens: packed.tokens,
  heads: packed.headRows.length,
  inputs: gpu.upload('sample.prompt.inputs', packed.inputs),
  spans: gpu.upload('sample.prompt.spans', packed.spans),
  headRows: gpu.upload('sample.prompt.headRows', packed.headRows),
})

/** The drawing kernel with a request's settings: (number of draws, draws, rows that advance). */
function drawWith(
  { kernels, shape }: Network,
  request: SampleRequest,
  buffers: { logits: GPUBuffer; flags: GPUBuffer; randoms: GPUBuffer; results: GPUBuffer },
): (count: number, draws: GPUBuffer, rows: DecodeBuffers) => Dispatch {
  const { topK, topP, temperature, reportTop, maxResponse } = request
  const settings = { topK, topP, temperature, reportTop, maxResponse, greedy: request.greedy ? 1 : 0 }
  const sizes = { vocab: shape.vocab, stride: shape.stride, value: shape.value }
  return (count, draws, { inputs, spans }) =>
    dispatch(kernels.drawTokens, count, { ...buffers, draws, inputs, spans }, { ...sizes, ...settings })
}

/** Drops the positions that no row has reached, and sorts the numbers into columns. */
function ragged(results: Float32Array, rows: number, request: SampleRequest, withValue: boolean): Sampled {
  const { maxResponse, reportTop } = request
  const numbers = drawnNumbers(reportTop)
  const tokenStart = new Int32Array(rows + 1)
  const places: number[] = []
  for (let row = 0; row < rows; row++) {
    for (let t = 0; t < maxResponse; t++) {
      const place = (row * maxResponse + t) * numbers
      if (results[place] === 0) break
      places.push(place)
    }
    tokenStart[row + 1] = places.length
  }
  const column = (at: number) => Float32Array.from(places, place => results[place + at]!)
  const top = (at: number) =>
    places.flatMap(place => Array.from({ length: reportTop }, (_, i) => results[place + 7 + 2 * i + at]!))
  return {
    tokenStart,
    token: Int32Array.from(places, place => results[place]! - 1),
    logp: column(1),
    entropy: column(2),
    meanLogp: column(3),
    collision: column(4),
    ...(withValue && { value: column(5) }),
    keptMass: column(6),
    topToken: Int32Array.from(top(0)),
    topProbability: Float32Array.from(top(1)),
  }
}
