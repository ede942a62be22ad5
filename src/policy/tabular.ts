/**
 * Softmax over a table of logits: one row per situation, one column per token. Exact, on the host, in plain loops; the
 * policy of worlds that are small enough to enumerate.
 */
import { parameterCount, type Weight } from '../core/policy.ts'
import type { Problem, TableRows, Walk } from '../core/task.ts'
import { lossGradient, type Statistics } from './loss-gradient.ts'
import { copyState, freshState, takeState, updateState } from './optimiser.ts'
import type { Policy, SampleRequest, TrainRequest } from './policy.ts'
import { createRecorder, type Position, type PositionStatistics, scoredOf } from './recorder.ts'
import { checkSample, longestResponse, type Sequence, sequencesOf } from './request.ts'
import { allowedTokens, logProbabilities, temper, tokenStatistics } from './sampling.ts'

export interface TabularConfig extends Omit<TableRows, 'count'> {
  /** Number of situations: `rowOf` gives 0 .. rows-1. */
  readonly rows: number
  readonly vocabSize: number
  /** With a value per situation. */
  readonly valueHead?: boolean
  readonly forbidden?: readonly number[]
}

/** `logits` [rows, V], then `value` [rows] where there is one. */
export function tabularLayout({ rows, vocabSize, valueHead }: TabularConfig): readonly Weight[] {
  const logits = { name: 'logits', shape: [rows, vocabSize], offset: 0, size: rows * vocabSize }
  return valueHead ? [logits, { name: 'value', shape: [rows], offset: logits.size, size: rows }] : [logits]
}

/** All logits and values are 0 until `write`: the uniform policy. A host backend must be open for the losses. */
export function createTabular(config: TabularConfig): Policy {
  const { vocabSize: V, valueHead = false } = config
  const layout = tabularLayout(config)
  const limits = { vocabSize: V, blockSize: undefined }
  const allowed = allowedTokens(V, config.forbidden)
  let state = freshState(new Float32Array(parameterCount(layout)))

  const positionAt = (row: number): Position => ({
    logits: state.parameters.subarray(row * V, (row + 1) * V),
    value: valueHead ? state.parameters[config.rows * V + row] : undefined,
  })

  const sample = async (request: SampleRequest, onProgress?: (share: number) => void) => {
    checkSample('policy.sample', limits, request)
    const recorder = createRecorder(request, allowed, valueHead)
    request.rows.forEach(({ problem }, i) => {
      onProgress?.(i / request.rows.length)
      const walk = walkOf(config, problem)
      while (!recorder.done(i)) {
        recorder.take(i, positionAt(walk.row()))
        walk.hear(recorder.written(i)[recorder.recorded(i) - 1]!)
      }
    })
    return recorder.finish()
  }

  const statisticsAt = (row: number, token: number, temperature: number): PositionStatistics => {
    const { logits, value = 0 } = positionAt(row)
    return { ...tokenStatistics(logProbabilities(logits, temperature, allowed), token, allowed), value }
  }

  const score: Policy['score'] = async (rows, temperature) => {
    const sequences = sequencesOf('policy.score', limits, rows)
    const statistics = sequences.flatMap(({ response }, i) =>
      rowsAlong(config, rows.problems[i]!, response).map((row, t) => statisticsAt(row, response[t]!, temperature)),
    )
    return scoredOf(statistics, valueHead)
  }

  const gradient: Policy['gradient'] = async request => {
    const sequences = sequencesOf('policy.gradient', limits, request.rows)
    const places = placesOf(request, sequences, config)
    const width = Math.max(1, longestResponse(request.rows))
    const padded = emptyStatistics(sequences.length * width, request.logits ? V : 0, valueHead)
    for (const { at, row, token } of places) {
      const { logits } = positionAt(row)
      const s = statisticsAt(row, token, request.temperature)
      padded.logp[at] = s.logp
      padded.entropy[at] = s.entropy
      padded.meanLogp[at] = s.meanLogp
      if (padded.value) padded.value[at] = s.value
      if (padded.logits) padded.logits.set(temper(logits, request.temperature, allowed), at * V)
    }
    const result = await lossGradient(sequences.length, width, padded, request.loss)
    const total = new Float64Array(state.parameters.length)
    for (const { at, row, token } of places) {
      const logp = logProbabilities(positionAt(row).logits, request.temperature, allowed)
      addLogitGradient(total, row * V, logp, token, at, result.gradient, request.temperature, allowed)
      if (valueHead) total[config.rows * V + row]! += result.gradient.value?.[at] ?? 0
    }
    return { loss: result.loss, gradient: Float32Array.from(total) }
  }

  return {
    spec: { kind: 'tabular' },
    layout,
    vocabSize: V,
    sample,
    score,
    gradient,
    update: async (request, settings) => {
      const result = await gradient(request)
      const next = updateState(state, result, settings)
      state = next.state
      return { loss: result.loss, gradNorm: next.gradNorm }
    },
    read: async () => copyState(state),
    write: given => {
      state = takeState('policy.write', state.parameters.length, given)
    },
    dispose: () => {},
  }
}

/** A response token: its place in the padded arrays, the situation it was chosen in, and which it was. */
interface Place {
  readonly at: number
  readonly row: number
  readonly token: number
}

function placesOf(request: TrainRequest, sequences: readonly Sequence[], rows: TableWalk): Place[] {
  const width = longestResponse(request.rows)
  return sequences.flatMap(({ response }, i) =>
    rowsAlong(rows, request.rows.problems[i]!, response).map((row, t) => ({
      at: i * width + t,
      row,
      token: response[t]!,
    })),
  )
}

type TableWalk = Pick<TableRows, 'rowOf' | 'walk'>

/** Rows along a response that grows, read from its beginning where the task cannot walk. */
function walkOf({ rowOf, walk }: TableWalk, problem: Problem): Walk {
  if (walk) return walk(problem)
  const heard: number[] = []
  return { row: () => rowOf(problem, heard), hear: token => heard.push(token) }
}

/** [tokens] the row before each token. */
function rowsAlong(rows: TableWalk, problem: Problem, response: readonly number[]): number[] {
  const walk = walkOf(rows, problem)
  return response.map(token => {
    const row = walk.row()
    walk.hear(token)
    return row
  })
}

const emptyStatistics = (size: number, vocabulary: number, valueHead: boolean): Statistics => ({
  logp: new Float32Array(size),
  entropy: new Float32Array(size),
  meanLogp: new Float32Array(size),
  ...(valueHead && { value: new Float32Array(size) }),
  ...(vocabulary > 0 && { logits: new Float32Array(size * vocabulary) }),
})

/**
 * Adds the gradient with respect to one row of logits. With p the tempered distribution and z its logits:
 * d logp / dz_k = [k = token] - p_k, d entropy / dz_k = -p_k (log p_k + entropy), d meanLogp / dz_k = 1/n - p_k over the
 * n allowed tokens. Forbidden logits are constants.
 */
function addLogitGradient(
  total: Float64Array,
  offset: number,
  logp: Float64Array,
  token: number,
  at: number,
  upstream: Statistics,
  temperature: number,
  allowed: Uint8Array,
): void {
  const byLogp = upstream.logp[at]!
  const byEntropy = upstream.entropy[at]!
  const byMean = upstream.meanLogp[at]!
  const { entropy } = tokenStatistics(logp, token, allowed)
  const count = allowed.reduce((sum, flag) => sum + flag, 0)
  for (let k = 0; k < logp.length; k++) {
    if (!allowed[k]) continue
    const p = Math.exp(logp[k]!)
    const dz =
      byLogp * ((k === token ? 1 : 0) - p) -
      byEntropy * p * (logp[k]! + entropy) +
      byMean * (1 / count - p) +
      (upstream.logits?.[at * logp.length + k] ?? 0)
    total[offset + k]! += dz / temperature
  }
}
