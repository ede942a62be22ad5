/** Collects the diagnostics of the loss, minibatch by minibatch, into columns of the whole batch. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { type Batch, type Explain, type ExplainColumn, type Extent, tokenCount } from '../../core/batch.ts'
import { tf } from '../../tensor/tf.ts'

/** Every objective names the marks of its clips like this: `clippedLow`, `clippedHigh`, `clippedDual`, ... */
const isClip = (name: string): boolean => name.startsWith('clipped')

/** The clip of a value head: it removes the value's gradient and leaves the policy's alone. */
const ofValue = 'clippedValue'

/** Share of generated tokens whose gradient a clip removed, over all updates so far. */
export interface ClipShares {
  readonly clipLow: number
  readonly clipHigh: number
  /** Of the value head; absent where the loss has no such clip. */
  readonly valueClipped?: number
}

export interface ObjectiveTrace {
  /** To be called inside the loss: keeps the tensors that somebody will read. */
  readonly keep: (explain: Readonly<Record<string, Tensor2D>>) => void
  /** Reads and disposes what was kept; `rows` are the rollouts that the tensors' rows stand for. */
  readonly read: (rows: readonly number[]) => Promise<void>
  /** Columns as of each rollout's last update. */
  readonly explain: () => Explain
  /** [T] 1 = some clip removed the gradient of the token's log-probability in some update. */
  readonly clipped: () => Float32Array
  readonly shares: () => ClipShares
}

/** `everything` false collects the clips only, which the curves need; undefined collects nothing. */
export function traceObjective(batch: Batch, everything: boolean | undefined): ObjectiveTrace {
  const columns = new Map<string, ExplainColumn>()
  const clipped = new Float32Array(batch.token.length)
  const sums = { clippedLow: 0, clippedHigh: 0, [ofValue]: 0 }
  let hasValue = false
  let tokens = 0
  let kept: [string, Tensor2D][] = []

  const column = (name: string, extent: 'token' | 'rollout'): Float32Array => {
    const known = columns.get(name)
    if (known) return known.values
    const values = new Float32Array(extent === 'token' ? batch.token.length : batch.rollouts)
    columns.set(name, { extent, values })
    return values
  }

  /** [n, 1] is per rollout, unless every response has one token. */
  const extentOf = (name: string, width: number, rows: readonly number[]): Extent =>
    columns.get(name)?.extent ?? (width > 1 || rows.every(i => tokenCount(batch, i) === 1) ? 'token' : 'rollout')

  const take = (name: string, width: number, data: ArrayLike<number>, rows: readonly number[]) => {
    const perToken = extentOf(name, width, rows) === 'token'
    const values = column(name, perToken ? 'token' : 'rollout')
    rows.forEach((i, row) => {
      if (!perToken) values[i] = data[row]!
      for (let t = 0; t < tokenCount(batch, i); t++) {
        const at = batch.tokenStart[i]! + t
        if (batch.mask?.[at] === 0) continue
        const value = data[row * width + (width > 1 ? t : 0)]!
        if (perToken) values[at] = value
        if (!isClip(name)) continue
        if (value > 0 && name !== ofValue) clipped[at] = 1
        if (name === 'clippedLow' || name === 'clippedHigh' || name === ofValue) sums[name] += value
      }
    })
  }

  const share = (marks: number): number => (tokens > 0 ? marks / tokens : 0)

  return {
    keep: explain => {
      hasValue ||= ofValue in explain
      if (everything === undefined) return
      kept = Object.entries(explain).filter(([name]) => everything || isClip(name))
      for (const [, tensor] of kept) tf.keep(tensor)
    },
    read: async rows => {
      const mine = kept
      kept = []
      for (const [name, tensor] of mine) take(name, tensor.shape[1], await tensor.data(), rows)
      tf.dispose(mine.map(([, tensor]) => tensor))
      for (const i of rows) {
        for (let t = batch.tokenStart[i]!; t < batch.tokenStart[i + 1]!; t++) tokens += batch.mask?.[t] ?? 1
      }
    },
    explain: () => Object.fromEntries(columns),
    clipped: () => clipped,
    shares: () => ({
      clipLow: share(sums.clippedLow),
      clipHigh: share(sums.clippedHigh),
      ...(hasValue && { valueClipped: share(sums[ofValue]) }),
    }),
  }
}
