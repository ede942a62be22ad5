/**
 * From the logits of one position to a token and its statistics. Pure, in double precision; shared by the plain GPT
 * and the tabular policy, and the definition that the kernels are tested against.
 */

import { clamp, logSoftmax, type Numbers } from '../core/math.ts'
import { forbiddenLogit } from '../core/policy.ts'

/** Tempered logits z, [V]; those of forbidden tokens (0 in `allowed`) are replaced. */
export function temper(logits: Numbers, temperature: number, allowed: Uint8Array): Float64Array {
  const tempered = new Float64Array(logits.length)
  for (let id = 0; id < tempered.length; id++) tempered[id] = allowed[id] ? logits[id]! / temperature : forbiddenLogit
  return tempered
}

/** Log-probabilities of the tempered distribution, [V]. */
export const logProbabilities = (logits: Numbers, temperature: number, allowed: Uint8Array): Float64Array =>
  logSoftmax(temper(logits, temperature, allowed))

/** [V] 1 where a token may be generated. */
export function allowedTokens(vocabSize: number, forbidden: readonly number[] = []): Uint8Array {
  const allowed = new Uint8Array(vocabSize).fill(1)
  for (const id of forbidden) allowed[id] = 0
  return allowed
}

export interface TokenStatistics {
  /** Of the token that was drawn or given. */
  readonly logp: number
  readonly entropy: number
  /** Mean log-probability of the allowed tokens. */
  readonly meanLogp: number
  /** Sum of squared probabilities. */
  readonly collision: number
}

/** Statistics of a distribution [V] at a token; truncation plays no part in them. */
export function tokenStatistics(logp: Float64Array, token: number, allowed: Uint8Array): TokenStatistics {
  let entropy = 0
  let collision = 0
  let total = 0
  let count = 0
  for (let id = 0; id < logp.length; id++) {
    if (!allowed[id]) continue
    const p = Math.exp(logp[id]!)
    entropy -= p * logp[id]!
    collision += p * p
    total += logp[id]!
    count++
  }
  return { logp: logp[token]!, entropy, meanLogp: total / count, collision }
}

/** Ids of the `count` likeliest tokens, likeliest first, ties by lower id; fewer when the vocabulary is smaller. */
export function likeliest(logp: Numbers, count: number): number[] {
  return Array.from(logp, (_, id) => id)
    .sort((a, b) => logp[b]! - logp[a]! || a - b)
    .slice(0, count)
}

export interface Truncation {
  /** Keep the k likeliest; 0 is off. */
  readonly topK: number
  /** Then keep, of those and renormalised, the smallest likeliest-first set whose mass reaches p; 1 is off. */
  readonly topP: number
}

const keepsAll = (size: number, { topK, topP }: Truncation): boolean => topP >= 1 && (topK <= 0 || topK >= size)

/** Ids that truncation keeps, ascending; ties by lower id. Never empty. */
export function keptTokens(logp: Numbers, truncation: Truncation): number[] {
  if (keepsAll(logp.length, truncation)) return Array.from(logp, (_, id) => id)
  const { topK, topP } = truncation
  const ranked = likeliest(logp, topK > 0 ? topK : logp.length)
  if (topP >= 1) return ranked.sort((a, b) => a - b)
  const goal = topP * ranked.reduce((mass, id) => mass + Math.exp(logp[id]!), 0)
  let mass = 0
  let size = 0
  while (size < ranked.length && (size === 0 || mass < goal)) mass += Math.exp(logp[ranked[size++]!]!)
  return ranked.slice(0, size).sort((a, b) => a - b)
}

/**
 * Probability of all tokens that truncation keeps where this one stood, in (0, 1]: what the draw was renormalised by. 1
 * where nothing is cut, and for a token that would have been cut, which was given and not drawn.
 */
export function keptMass(logp: Numbers, token: number, truncation: Truncation): number {
  if (keepsAll(logp.length, truncation)) return 1
  const kept = keptTokens(logp, truncation)
  return kept.includes(token)
    ? Math.min(
        1,
        kept.reduce((mass, id) => mass + Math.exp(logp[id]!), 0),
      )
    : 1
}

/**
 * Inverse CDF: walks the kept tokens in ascending id and takes the first whose cumulated probability exceeds
 * `uniform` times the kept mass; the last one that has any probability if rounding leaves none. Nothing is allocated
 * where all tokens are kept: this runs for every token of every rollout.
 */
export function drawToken(logp: Numbers, uniform: number, truncation: Truncation): number {
  const kept = keepsAll(logp.length, truncation) ? undefined : keptTokens(logp, truncation)
  const count = kept?.length ?? logp.length
  let mass = 0
  for (let k = 0; k < count; k++) mass += Math.exp(logp[kept?.[k] ?? k]!)
  const goal = clamp(uniform, 0, 1) * mass
  let cumulated = 0
  let last = kept?.[0] ?? 0
  for (let k = 0; k < count; k++) {
    const id = kept?.[k] ?? k
    const p = Math.exp(logp[id]!)
    if (p === 0) continue
    cumulated += p
    if (cumulated > goal) return id
    last = id
  }
  return last
}

/** The likeliest token, lowest id on ties. */
export function greedyToken(logp: Numbers): number {
  let best = 0
  for (let id = 1; id < logp.length; id++) if (logp[id]! > logp[best]!) best = id
  return best
}
