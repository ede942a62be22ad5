/** Statistics and gradients of whole requests, chunk by chunk in a fixed order. */
import { lossGradient, type Statistics } from '../loss-gradient.ts'
import type { Rows, TrainRequest } from '../policy.ts'
import { longestResponse, type Sequence } from '../request.ts'
import type { Budget, Pace } from './budget.ts'
import { type Chunk, planChunks } from './chunks.ts'
import { statistic, type Upper } from './head.ts'
import type { Pointer } from './kernels.ts'
import type { Network } from './network.ts'
import { type Pass, passBackward, passBytes, passForward } from './pass.ts'

/** [T, statistic.count] at every response token. */
export async function scoreRows(
  network: Network,
  sequences: readonly Sequence[],
  { chunkTokens }: Budget,
  pace: Pace,
): Promise<Float32Array> {
  const chunks = planChunks(sequences, chunkTokens)
  const statistics = new Float32Array(
    sequences.reduce((total, { response }) => total + response.length, 0) * statistic.count,
  )
  let first = 0
  for (const chunk of chunks) {
    network.arena.scope(() => {
      const { head, outputs } = passForward(network, chunk, false)
      statistics.set(network.arena.floats(head.statistics, outputs * statistic.count), first * statistic.count)
      first += outputs
    })
    await pace(chunk.token.length * network.parameterCount)
  }
  return statistics
}

/** The loss; its gradient with respect to the parameters is left in `network.gradient`. */
export async function gradientOf(
  network: Network,
  sequences: readonly Sequence[],
  request: TrainRequest,
  { chunkTokens, activationBytes }: Budget,
  pace: Pace,
): Promise<number> {
  const { arena } = network
  const mark = arena.mark()
  try {
    const padding = createPadding(network, request)
    const chunks = planChunks(sequences, chunkTokens)
    const kept: Pass[] = []
    let bytes = 0
    let first = 0
    for (const chunk of chunks) {
      bytes += passBytes(network, chunk)
      const keep = bytes <= activationBytes
      const before = arena.mark()
      const pass = passForward(network, chunk, keep)
      padding.collect(pass, first)
      first += pass.outputs
      if (keep) kept.push(pass)
      else arena.release(before)
      await pace(chunk.token.length * network.parameterCount)
    }
    const { loss, gradient } = await lossGradient(
      request.rows.problems.length,
      padding.width,
      padding.statistics,
      request.loss,
    )
    await accumulate(network, chunks, kept, (outputs, first) => padding.spread(gradient, outputs, first), pace)
    return loss
  } finally {
    arena.release(mark)
  }
}

async function accumulate(
  network: Network,
  chunks: readonly Chunk[],
  kept: readonly Pass[],
  upperOf: (outputs: number, first: number) => Upper,
  pace: Pace,
): Promise<void> {
  const { arena } = network
  arena.floats(network.gradient, network.parameterCount).fill(0)
  let first = 0
  for (const [i, chunk] of chunks.entries()) {
    arena.scope(() => {
      const pass = kept[i] ?? passForward(network, chunk, true)
      passBackward(network, pass, upperOf(pass.outputs, first))
      first += pass.outputs
    })
    await pace(2 * chunk.token.length * network.parameterCount)
  }
}

/** Between the packed rows of the kernels and the padded arrays [rows, width] that losses read. */
interface Padding {
  readonly width: number
  readonly statistics: Statistics
  /** Copies the statistics of a pass, whose first response token is number `first` of the request. */
  readonly collect: (pass: Pass, first: number) => void
  /** Puts the gradient of `outputs` response tokens into WASM memory. */
  readonly spread: (gradient: Statistics, outputs: number, first: number) => Upper
}

function createPadding(network: Network, { rows, logits: withLogits }: TrainRequest): Padding {
  const { arena, columns, config } = network
  const V = config.vocabSize
  const width = Math.max(1, longestResponse(rows))
  const place = paddedPlaces(rows, width)
  const size = rows.problems.length * width
  const [logp, entropy, meanLogp, value] = [0, 1, 2, 3].map(() => new Float32Array(size)) as [
    ...[Float32Array, Float32Array, Float32Array, Float32Array],
  ]
  const logits = withLogits ? new Float32Array(size * V) : undefined
  return {
    width,
    statistics: { logp, entropy, meanLogp, ...(config.valueHead && { value }), ...(logits && { logits }) },
    collect: ({ head, outputs }, first) => {
      const numbers = arena.floats(head.statistics, outputs * statistic.count)
      for (let i = 0; i < outputs; i++) {
        const to = place[first + i]!
        const at = i * statistic.count
        logp[to] = numbers[at + statistic.logp]!
        entropy[to] = numbers[at + statistic.entropy]!
        meanLogp[to] = numbers[at + statistic.meanLogp]!
        value[to] = numbers[at + statistic.value]!
        logits?.set(arena.floats(head.z + 4 * i * columns, V), to * V)
      }
    },
    spread: (gradient, outputs, first) => {
      const statistics = arena.allocate(outputs * 4)
      const numbers = arena.floats(statistics, outputs * 4)
      for (let i = 0; i < outputs; i++) {
        const from = place[first + i]!
        numbers[4 * i] = gradient.logp[from]!
        numbers[4 * i + 1] = gradient.entropy[from]!
        numbers[4 * i + 2] = gradient.meanLogp[from]!
        numbers[4 * i + 3] = gradient.value?.[from] ?? 0
      }
      return { statistics, z: spreadLogits(network, gradient.logits, place.subarray(first, first + outputs)) }
    },
  }
}

function spreadLogits({ arena, columns, config }: Network, dz: Float32Array | undefined, place: Int32Array): Pointer {
  if (!dz) return 0
  const V = config.vocabSize
  const pointer = arena.allocate(place.length * columns)
  const numbers = arena.floats(pointer, place.length * columns).fill(0)
  place.forEach((from, i) => {
    numbers.set(dz.subarray(from * V, (from + 1) * V), i * columns)
  })
  return pointer
}

/** [T] index in [rows, width] of each response token. */
function paddedPlaces({ problems, tokenStart, token }: Rows, width: number): Int32Array {
  const place = new Int32Array(token.length)
  for (let row = 0; row < problems.length; row++) {
    const start = tokenStart[row]!
    for (let t = start; t < tokenStart[row + 1]!; t++) place[t] = row * width + t - start
  }
  return place
}
