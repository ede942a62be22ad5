/** EPO's memory of entropy per turn, its band, and its schedule (arXiv 2509.22576). */
import { type Batch, maskOf } from '../../core/batch.ts'
import { mean } from '../../core/math.ts'
import { choice, number, type ParamSpecs } from '../../core/params.ts'

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

/** [n] mean over the generated tokens of each response; 0 for one without. */
export function responseMeans(batch: Batch, values: Float32Array): Float32Array {
  const mask = maskOf(batch)
  return Float32Array.from({ length: batch.rollouts }, (_, i) => {
    const own = Array.from(
      { length: batch.tokenStart[i + 1]! - batch.tokenStart[i]! },
      (_unused, k) => batch.tokenStart[i]! + k,
    )
    const kept = own.filter(t => mask[t] === 1)
    return kept.length === 0 ? 0 : mean(kept.map(t => values[t]!))
  })
}

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

/** Edges of the band around the average, in its multiples. */
export const bandParams = {
  bandLow: number({ label: 'Lower edge', default: 0.8, paper: 0.8, min: 0, max: 1 }),
  bandHigh: number({ label: 'Upper edge', default: 1.2, paper: 1.2, min: 1, max: 10 }),
  bandOver: choice({
    label: 'Band holds',
    options: ['token', 'response'],
    default: 'token',
    paper: 'token',
    aside: true,
    meaning: { token: 'every token’s entropy', response: 'the mean entropy of a response' },
  }),
  bandPenalty: number({
    label: 'Released penalty',
    default: 0.1,
    paper: 0.1,
    min: 0,
    max: 10,
    aside: true,
    note: 'What the column penalty says outside the band; it trains nothing.',
  }),
} as const satisfies ParamSpecs
