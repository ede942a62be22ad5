/** The result of sampling while rows grow at different speeds: one stretch of `maxResponse` positions per row. */
import type { Sampled, SampleRequest, Scored } from '../policy.ts'
import { keptMass, likeliest } from '../sampling.ts'
import { statistic } from './head.ts'

export interface Columns {
  /** [rows] tokens recorded so far. */
  readonly length: Int32Array
  /** Appends a token to a row, with its statistics [statistic.count] and the log-probabilities [V] it was drawn from. */
  readonly record: (row: number, token: number, statistics: Float32Array, logp: Float64Array) => void
  readonly finish: () => Sampled
}

export function createColumns(request: SampleRequest, valueHead: boolean): Columns {
  const { rows, maxResponse, reportTop } = request
  const size = rows.length * maxResponse
  const length = new Int32Array(rows.length)
  const token = new Int32Array(size)
  const statistics = new Float32Array(size * statistic.count)
  const kept = new Float32Array(size)
  const topToken = new Int32Array(size * reportTop).fill(-1)
  const topProbability = new Float32Array(size * reportTop)
  return {
    length,
    record: (row, id, numbers, logp) => {
      const at = row * maxResponse + length[row]!
      token[at] = id
      statistics.set(numbers, at * statistic.count)
      kept[at] = keptMass(logp, id, request)
      if (reportTop > 0) {
        likeliest(logp, reportTop).forEach((id, k) => {
          topToken[at * reportTop + k] = id
          topProbability[at * reportTop + k] = Math.exp(logp[id]!)
        })
      }
      length[row]!++
    },
    finish: () => {
      const spans = Array.from(length, (count, row) => [row * maxResponse, row * maxResponse + count] as const)
      return {
        ...scoredColumns(ragged(statistics, spans, statistic.count), valueHead),
        tokenStart: starts(length),
        token: ragged(token, spans, 1),
        keptMass: ragged(kept, spans, 1),
        topToken: ragged(topToken, spans, reportTop),
        topProbability: ragged(topProbability, spans, reportTop),
      }
    },
  }
}

/** [T] columns from [T, statistic.count]. */
export function scoredColumns(statistics: Float32Array, valueHead: boolean): Scored {
  const count = statistics.length / statistic.count
  const column = (index: number) =>
    Float32Array.from({ length: count }, (_, t) => statistics[t * statistic.count + index]!)
  return {
    logp: column(statistic.logp),
    entropy: column(statistic.entropy),
    meanLogp: column(statistic.meanLogp),
    collision: column(statistic.collision),
    ...(valueHead && { value: column(statistic.value) }),
  }
}

function starts(length: Int32Array): Int32Array {
  const tokenStart = new Int32Array(length.length + 1)
  length.forEach((count, row) => {
    tokenStart[row + 1] = tokenStart[row]! + count
  })
  return tokenStart
}

type Spans = readonly (readonly [number, number])[]

/** Joins the spans of an array whose elements are `width` numbers. */
function ragged<T extends Int32Array | Float32Array>(numbers: T, spans: Spans, width: number): T {
  let end = 0
  for (const [from, to] of spans) {
    numbers.copyWithin(end, from * width, to * width)
    end += (to - from) * width
  }
  return numbers.slice(0, end) as T
}
