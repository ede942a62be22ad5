/**
 * Autoregressive sampling with a cache of keys and values. Prompts and forced tokens go through the network packed, each
 * distinct prompt of a chunk once; then all unfinished rows advance together, one token per pass.
 */
import type { SampleRequest } from '../policy.ts'
import type { Sequence } from '../request.ts'
import { drawToken, greedyToken } from '../sampling.ts'
import { allocateBlock, type BlockArrays, blockForward } from './block.ts'
import type { Budget, Pace } from './budget.ts'
import { type Chunk, planChunks } from './chunks.ts'
import { allocateHead, type HeadArrays, headForward, statistic } from './head.ts'
import type { Pointer } from './kernels.ts'
import type { Network } from './network.ts'
import { passForward } from './pass.ts'
import type { Columns } from './recorder.ts'

/** Positions in a row's cache: a multiple of 4, as four are read at a time. */
const cacheLength = ({ config }: Network): number => Math.ceil(config.blockSize / 4) * 4
const cacheFloats = (network: Network): number => 2 * network.config.nEmbd * cacheLength(network)

export const rowsPerChunk = (network: Network, { cacheBytes }: Budget): number =>
  Math.max(4, Math.floor(cacheBytes / (4 * cacheFloats(network) * network.config.nLayer)))

/** Memory of one sampling chunk of R rows. */
interface Decoder {
  readonly network: Network
  /** [layers, R, cacheFloats] */
  readonly cache: (layer: number, row: number) => Pointer
  readonly block: BlockArrays
  readonly head: HeadArrays
  /** [R] of the rows that are still going: token, its position, and the row of the cache. */
  readonly token: Pointer
  readonly position: Pointer
  readonly slot: Pointer
}

function allocateDecoder(network: Network, rows: number): Decoder {
  const { arena, config } = network
  const floats = cacheFloats(network)
  const cache = arena.allocate(config.nLayer * rows * floats)
  const block = allocateBlock(network, rows)
  return {
    network,
    cache: (layer, row) => cache + 4 * floats * (layer * rows + row),
    block,
    head: { ...allocateHead(network, rows), hidden: block.input },
    token: arena.allocate(rows),
    position: arena.allocate(rows),
    slot: arena.allocate(rows),
  }
}

/** Rows [from, to) of the request; row r of the decoder is row from + r of the request. */
type Span = readonly [from: number, to: number]

/** Samples a span of rows into `columns`. */
export async function sampleChunk(
  network: Network,
  request: SampleRequest,
  [from, to]: Span,
  columns: Columns,
  budget: Budget,
  pace: Pace,
): Promise<void> {
  const { arena, parameterCount } = network
  const mark = arena.mark()
  try {
    const decoder = allocateDecoder(network, to - from)
    const talks = Array.from({ length: to - from }, (): Talk => ({ drawn: [], given: [] }))
    let active = prefill(decoder, request, [from, to], columns, budget)
    compact(decoder, active)
    while (active.length > 0) {
      const written = columns.length[from + active[0]!]!
      await pace(
        active.length * parameterCount,
        (from + ((to - from) * written) / request.maxResponse) / request.rows.length,
      )
      active = extend(decoder, request, from, active, columns, talks)
    }
  } finally {
    arena.release(mark)
  }
}

/** What a row has drawn since it was last replied to, and what of the reply is still to be written. */
interface Talk {
  readonly drawn: number[]
  given: readonly number[]
}

/** Whether the row goes on after its newest token, which it drew itself or was given. */
function goesOn(request: SampleRequest, row: number, token: number, isGiven: boolean, talk: Talk): boolean {
  if (isGiven) {
    talk.given = talk.given.slice(1)
    return true
  }
  talk.drawn.push(token)
  if (!request.stop.includes(token)) return true
  const said = request.reply?.(row, talk.drawn.splice(0))
  talk.given = said ?? []
  return said !== undefined
}

/** Draws a token for every active row, and computes the next distribution of the rows that go on, which it returns. */
function extend(
  decoder: Decoder,
  request: SampleRequest,
  from: number,
  active: readonly number[],
  columns: Columns,
  talks: readonly Talk[],
): number[] {
  const given = active.map(row => talks[row]!.given[0])
  const tokens = draw(decoder, request, from, active, columns, given)
  const going = active.map((row, i) => {
    const isOpen = goesOn(request, from + row, tokens[i]!, given[i] !== undefined, talks[row]!)
    return isOpen && columns.length[from + row]! < request.maxResponse
  })
  const next = active.filter((_, i) => going[i])
  const position = next.map(row => request.rows[from + row]!.problem.prompt.length + columns.length[from + row]! - 1)
  const read = tokens.filter((_, i) => going[i])
  if (next.length > 0) advance(decoder, next, read, position)
  return next
}

/**
 * Fills the caches, records forced tokens, and leaves the distribution after each sequence in row r of the head. Returns
 * the rows that are not full yet.
 */
function prefill(
  decoder: Decoder,
  request: SampleRequest,
  [from, to]: Span,
  columns: Columns,
  { chunkTokens }: Budget,
): number[] {
  const { network, head } = decoder
  // One more token than is forced: its distribution is what the first draw needs.
  const sequences = request.rows
    .slice(from, to)
    .map(({ problem, forced }): Sequence => ({ prompt: problem.prompt, response: [...forced, 0] }))
  for (const chunk of planChunks(sequences, chunkTokens)) {
    network.arena.scope(() => {
      const pass = passForward(network, chunk, false, (layer, qkv) => fillCaches(decoder, chunk, layer, qkv))
      let output = 0
      for (let row = chunk.firstRow; row < chunk.firstRow + chunk.rows; row++) {
        for (const token of sequences[row]!.response.slice(0, -1)) {
          const logp = logProbabilities(network, pass.head, output)
          columns.record(from + row, token, statisticsOf(network, pass.head, output++), logp)
        }
        copyOutput(network, pass.head, output++, head, row)
      }
    })
  }
  return sequences.flatMap((_, row) => (columns.length[from + row]! < request.maxResponse ? [row] : []))
}

/** Keys and values of a packed chunk, [n, 3C], to the caches of its rows: first the prompt's, then the row's own. */
function fillCaches({ network, cache }: Decoder, chunk: Chunk, layer: number, qkv: Pointer): void {
  const { kernels, config } = network
  for (let r = 0; r < chunk.rows; r++) {
    const at = 4 * chunk.segmentOf[r]!
    const [start = 0, own = 0, prefixStart = 0, prefix = 0] = chunk.segments.subarray(at, at + 4)
    const to = cache(layer, chunk.firstRow + r)
    kernels.fillCache(to, qkv, prefixStart, prefix, 0, config.nEmbd, cacheLength(network))
    kernels.fillCache(to, qkv, start, own, prefix, config.nEmbd, cacheLength(network))
  }
}

/** Moves the outputs of the active rows to the front. */
function compact({ network, head }: Decoder, active: readonly number[]): void {
  active.forEach((row, i) => {
    if (row !== i) copyOutput(network, head, row, head, i)
  })
}

function copyOutput({ arena, columns }: Network, from: HeadArrays, row: number, to: HeadArrays, i: number): void {
  arena.floats(to.z + 4 * i * columns, columns).set(arena.floats(from.z + 4 * row * columns, columns))
  arena
    .floats(to.statistics + 4 * i * statistic.count, statistic.count)
    .set(arena.floats(from.statistics + 4 * row * statistic.count, statistic.count))
}

const statisticsOf = ({ arena }: Network, head: HeadArrays, i: number): Float32Array =>
  arena.floats(head.statistics + 4 * i * statistic.count, statistic.count)

/** [V] */
function logProbabilities(network: Network, head: HeadArrays, i: number): Float64Array {
  const logp = new Float64Array(network.arena.floats(head.z + 4 * i * network.columns, network.config.vocabSize))
  const lse = statisticsOf(network, head, i)[statistic.lse]!
  for (let id = 0; id < logp.length; id++) logp[id]! -= lse
  return logp
}

/** Records one token for every active row: the given one, else one that is drawn. */
function draw(
  { network, head, token }: Decoder,
  request: SampleRequest,
  from: number,
  active: readonly number[],
  columns: Columns,
  given: readonly (number | undefined)[],
): number[] {
  const { arena, kernels } = network
  const logps = active.map((_, i) => logProbabilities(network, head, i))
  const tokens = active.map((row, i) => {
    const at = (from + row) * request.maxResponse + columns.length[from + row]!
    if (given[i] !== undefined) return given[i]
    return request.greedy ? greedyToken(logps[i]!) : drawToken(logps[i]!, request.uniforms[at]!, request)
  })
  arena.ints(token, tokens.length).set(tokens)
  kernels.pickLogp(head.z, head.statistics, token, tokens.length, network.columns)
  active.forEach((row, i) => {
    columns.record(from + row, tokens[i]!, statisticsOf(network, head, i), logps[i]!)
  })
  return tokens
}

/** One token of each row through the network: leaves the distribution after it in row i of the head. */
function advance(decoder: Decoder, slots: readonly number[], tokens: readonly number[], position: readonly number[]) {
  const { network, block, head, cache } = decoder
  const { arena, kernels, weight, attentionScratch, config } = network
  const { nEmbd: C, nHead, nLayer } = config
  const n = slots.length
  arena.ints(decoder.token, n).set(tokens)
  arena.ints(decoder.position, n).set(position)
  arena.ints(decoder.slot, n).set(slots)
  kernels.gather(block.input, weight('wte'), decoder.token, n, C)
  kernels.gatherAdd(block.input, weight('wpe'), decoder.position, n, C)
  for (let layer = 0; layer < nLayer; layer++) {
    blockForward(network, layer, n, block, block.input, () =>
      kernels.attentionDecode(
        ...([block.mixed, block.qkv, cache(layer, 0), decoder.slot, decoder.position] as const),
        ...([n, C, nHead, cacheLength(network), attentionScratch] as const),
      ),
    )
  }
  headForward(network, n, head)
}
