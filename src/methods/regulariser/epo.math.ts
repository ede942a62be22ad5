/** EPO's memory of entropy per turn, its band, and its schedule (arXiv 2509.22576). */
import { type Batch, maskOf } from '../../core/batch.ts'

/** [T] index of the turn within its response; 0 everywhere in tasks of one turn. */
export function turnOfToken(batch: Batch): Int32Array {
  const result = new Int32Array(batch.token.length)
  const { rollout = [], start = [], end = [] } = batch.turns ?? {}
  const seen = new Int32Array(batch.rollouts)
  Array.from(rollout).forEach((i, turn) => {
    result.fill(seen[i]!, start[turn], end[turn])
    seen[i]!++
  })
  return result
}

/** Sums over all iterations so far, by turn: of mean entropies, and how many there were. */
export interface TurnHistory {
  readonly total: readonly number[]
  readonly count: readonly number[]
}

/** The history with this batch in it: each turn that some response reached adds its mean entropy per token. */
export function withBatch(history: TurnHistory | undefined, batch: Batch, entropy: Float32Array): TurnHistory {
  const mask = maskOf(batch)
  const turn = turnOfToken(batch)
  const total = [...(history?.total ?? [])]
  const count = [...(history?.count ?? [])]
  const turns = Math.max(-1, ...turn) + 1
  for (let s = 0; s < turns; s++) {
    let sum = 0
    let tokens = 0
    for (let t = 0; t < mask.length; t++) {
      if (turn[t] !== s || mask[t] === 0) continue
      sum += entropy[t]!
      tokens++
    }
    if (tokens === 0) continue
    total[s] = (total[s] ?? 0) + sum / tokens
    count[s] = (count[s] ?? 0) + 1
  }
  // Turns that nobody reached hold no data, not zero entropy.
  return { total: Array.from(total, x => x ?? 0), count: Array.from(count, x => x ?? 0) }
}

export const averageAt = ({ total, count }: TurnHistory, turn: number): number =>
  (count[turn] ?? 0) > 0 ? total[turn]! / count[turn]! : Number.NaN

/** The released penalty: 0 strictly inside the band around the average, a constant elsewhere. It has no gradient. */
export const releasedPenalty = (
  entropy: number,
  average: number,
  low: number,
  high: number,
  penalty: number,
): number => (entropy > low * average && entropy < high * average ? 0 : penalty)

/** Weight of the penalty in epoch e of E: 1 falling to 0.83 in the first half, then from 0.77 to 0.04. */
export function phaseWeight(epoch: number, epochs: number): number {
  const half = Math.floor(epochs / 2)
  const at = Math.min(epoch, epochs)
  if (epochs <= 0) return 1
  if (at <= half) return half === 0 ? 1 : 1 - 0.2 * (1 - Math.exp((-2 * at) / half))
  return 0.8 * Math.exp((-3 * (at - half)) / (epochs - half))
}
