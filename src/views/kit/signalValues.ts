/** Columns that signals show and that no batch stores. [T] each; NaN where the policy did not write the token. */
import { type Batch, type Explain, spread } from '../../core/batch.ts'
import type { Column, Extent } from '../../core/columns.ts'
import { tokenRewards } from '../../core/episode.ts'
import { unreachable } from '../../core/fail.ts'
import { type Aggregation, aggregations } from '../../core/method.ts'
import type { ParamValues } from '../../core/params.ts'
import { type AggregationSettings, tokenWeights } from './weights.ts'

export interface SignalSource {
  readonly batch: Batch
  readonly explain: Explain
  readonly params: ParamValues
  readonly settings: AggregationSettings
}

const none = new Float32Array(0)
export const read = (batch: Batch, column: Column): Float32Array => batch[column] ?? none

export function perToken(batch: Batch, value: (t: number) => number): Float32Array {
  return Float32Array.from({ length: batch.token.length }, (_, t) => (batch.mask?.[t] === 0 ? Number.NaN : value(t)))
}

export function ratios(batch: Batch): Float32Array {
  if (batch.ratio) return batch.ratio
  const logp = read(batch, 'logp')
  const oldLogp = read(batch, 'oldLogp')
  return perToken(batch, t => Math.exp(logp[t]! - oldLogp[t]!))
}

/** x = refLogp - logp under the policy now, or at the start of the update while there was none. */
export function kl(batch: Batch, estimate: (x: number) => number): Float32Array {
  const refLogp = read(batch, 'refLogp')
  const now = batch.logp ?? read(batch, 'oldLogp')
  return perToken(batch, t => estimate(refLogp[t]! - now[t]!))
}

/** reward + gamma value(next) - value, inside each rollout. */
export function tdError({ batch, params }: SignalSource): Float32Array {
  const value = read(batch, 'oldValue')
  const reward = tokenRewards(batch)
  const gamma = typeof params.gamma === 'number' ? params.gamma : 1
  const result = new Float32Array(batch.token.length).fill(Number.NaN)
  for (let i = 0; i < batch.rollouts; i++) {
    let next = 0
    for (let t = batch.tokenStart[i + 1]! - 1; t >= batch.tokenStart[i]!; t--) {
      if (batch.mask?.[t] === 0) continue
      result[t] = reward[t]! + gamma * next - value[t]!
      next = value[t]!
    }
  }
  return result
}

export function pull({ batch, params, settings }: SignalSource): Float32Array {
  const credit = read(batch, 'credit')
  const ratio = ratios(batch)
  const known: Aggregation = aggregations.find(id => id === params.aggregation) ?? 'token-mean'
  const weight = tokenWeights(batch, known, settings)
  return perToken(batch, t => (batch.clipped?.[t] === 1 ? 0 : credit[t]! * ratio[t]! * weight[t]!))
}

export function clipSides(batch: Batch): Float32Array {
  const ratio = ratios(batch)
  const clipped = read(batch, 'clipped')
  return perToken(batch, t => (clipped[t] === 1 ? (ratio[t]! >= 1 ? 1 : -1) : 0))
}

export function k3(x: number): number {
  return Math.exp(x) - x - 1
}

export function masked(batch: Batch, values: Float32Array): Float32Array {
  return perToken(batch, t => values[t]!)
}

/** A value per thing of this extent, at each token that belongs to it; NaN at tokens that belong to none. */
export function overTokens(batch: Batch, extent: Extent, values: Float32Array): Float32Array {
  switch (extent) {
    case 'token':
      return masked(batch, values)
    case 'rollout':
      return masked(batch, spread(batch, values))
    case 'group':
      return masked(
        batch,
        spread(
          batch,
          Float32Array.from(batch.group, group => values[group]!),
        ),
      )
    case 'turn': {
      const own = new Float32Array(batch.token.length).fill(Number.NaN)
      values.forEach((value, j) => {
        own.fill(value, batch.turns?.start[j], batch.turns?.end[j])
      })
      return masked(batch, own)
    }
    case 'next':
      return new Float32Array(batch.token.length).fill(Number.NaN)
  }
  return unreachable(extent, 'signal.extent')
}
