/** Collects rows that end at different times, and lays them out as the ragged columns of `Sampled`. */
import type { Sampled, SampleRequest, Scored } from './policy.ts'
import {
  drawToken,
  greedyToken,
  keptMass,
  likeliest,
  logProbabilities,
  type TokenStatistics,
  tokenStatistics,
} from './sampling.ts'

export interface PositionStatistics extends TokenStatistics {
  /** 0 without a value head. */
  readonly value: number
}

interface Row {
  readonly tokens: number[]
  /** Where the tokens begin that nobody has replied to. */
  heard: number
  /** It has drawn a stop, and nobody had anything to say. */
  over: boolean
  readonly statistics: PositionStatistics[]
  readonly keptMass: number[]
  readonly topToken: number[]
  readonly topProbability: number[]
}

export interface Position {
  /** [V] */
  readonly logits: ArrayLike<number>
  /** Undefined without a value head. */
  readonly value: number | undefined
}

/** A sampling run in progress: who is still generating, what has been written, what comes next. */
export interface Recorder {
  readonly done: (row: number) => boolean
  /** Indices of the rows that are not finished. */
  readonly active: () => number[]
  /** Tokens of a row so far: forced ones are all there from the beginning. */
  readonly written: (row: number) => readonly number[]
  /** Number of positions of a row whose statistics are recorded. */
  readonly recorded: (row: number) => number
  /** Takes the distribution at the next position of a row: records a forced token, or draws one. */
  readonly take: (row: number, position: Position) => void
  /** Share of all positions that could be generated. */
  readonly share: () => number
  readonly finish: () => Sampled
}

export function createRecorder(request: SampleRequest, allowed: Uint8Array, valueHead: boolean): Recorder {
  const { maxResponse, stop, temperature, reportTop } = request
  const rows = request.rows.map(
    ({ forced }): Row => ({
      tokens: [...forced],
      heard: forced.length,
      over: false,
      statistics: [],
      keptMass: [],
      topToken: [],
      topProbability: [],
    }),
  )
  const done = (i: number) => {
    const { tokens, statistics, over } = rows[i]!
    return statistics.length >= tokens.length && (over || tokens.length >= maxResponse)
  }
  /** The row's own token, and what follows it if it is a stop. */
  const say = (i: number, row: Row, token: number) => {
    row.tokens.push(token)
    if (!stop.includes(token)) return
    const said = request.reply?.(i, row.tokens.slice(row.heard))
    row.over = said === undefined
    row.tokens.push(...(said ?? []).slice(0, maxResponse - row.tokens.length))
    row.heard = row.tokens.length
  }
  const take = (i: number, { logits, value = 0 }: Position) => {
    const row = rows[i]!
    const t = row.statistics.length
    const logp = logProbabilities(logits, temperature, allowed)
    if (t === row.tokens.length) {
      const uniform = request.uniforms[i * maxResponse + t]!
      say(i, row, request.greedy ? greedyToken(logp) : drawToken(logp, uniform, request))
    }
    row.statistics.push({ ...tokenStatistics(logp, row.tokens[t]!, allowed), value })
    row.keptMass.push(keptMass(logp, row.tokens[t]!, request))
    if (reportTop === 0) return
    const top = likeliest(logp, reportTop)
    for (let k = 0; k < reportTop; k++) {
      const id = top[k]
      row.topToken.push(id ?? -1)
      row.topProbability.push(id === undefined ? 0 : Math.exp(logp[id]!))
    }
  }
  return {
    done,
    active: () => rows.flatMap((_, i) => (done(i) ? [] : [i])),
    written: i => rows[i]!.tokens,
    recorded: i => rows[i]!.statistics.length,
    take,
    share: () => {
      const finished = rows.reduce((n, row, i) => n + (done(i) ? maxResponse : row.statistics.length), 0)
      return finished / Math.max(1, rows.length * maxResponse)
    },
    finish: () => ({
      ...scoredOf(
        rows.flatMap(row => row.statistics),
        valueHead,
      ),
      ...offsets(rows.map(row => row.tokens)),
      keptMass: Float32Array.from(rows.flatMap(row => row.keptMass)),
      topToken: Int32Array.from(rows.flatMap(row => row.topToken)),
      topProbability: Float32Array.from(rows.flatMap(row => row.topProbability)),
    }),
  }
}

const offsets = (rows: readonly (readonly number[])[]): Pick<Sampled, 'tokenStart' | 'token'> => {
  const tokenStart = new Int32Array(rows.length + 1)
  rows.forEach((row, i) => {
    tokenStart[i + 1] = tokenStart[i]! + row.length
  })
  return { tokenStart, token: Int32Array.from(rows.flat()) }
}

/** Columns [T] of statistics in token order. */
export const scoredOf = (statistics: readonly PositionStatistics[], valueHead: boolean): Scored => ({
  logp: Float32Array.from(statistics, s => s.logp),
  entropy: Float32Array.from(statistics, s => s.entropy),
  meanLogp: Float32Array.from(statistics, s => s.meanLogp),
  collision: Float32Array.from(statistics, s => s.collision),
  ...(valueHead && { value: Float32Array.from(statistics, s => s.value) }),
})
