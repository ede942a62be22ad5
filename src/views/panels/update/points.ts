/** The tokens of a batch as points of the clip's two pictures. */
import { type Batch, rolloutOfToken } from '../../../core/batch.ts'
import type { Motion, Pass } from '../../../core/motion.ts'
import { clipMarks } from './scenes.ts'

export interface RatioPoint {
  /** Index of the token in the batch, and of its rollout. */
  readonly token: number
  readonly rollout: number
  readonly ratio: number
  /** Probability when sampled, and what the pass saw. */
  readonly before: number
  readonly now: number
  readonly credit: number
  readonly isClipped: boolean
}

/** Tokens that the pass trained on and that have credit. Ratios are those that its loss saw. */
export function ratioPoints(batch: Batch, motion: Motion, pass: Pass): RatioPoint[] {
  const owner = rolloutOfToken(batch)
  const trained = new Set(pass.rows)
  const marks = clipMarks(pass.explain)
  const seen = pass.explain.ratio
  const ratioAt = (t: number, rollout: number): number => {
    if (seen?.length === batch.token.length) return seen[t]!
    return seen?.[rollout] ?? Math.exp(pass.logp[t]! - (batch.oldLogp?.[t] ?? motion.before[t]!))
  }
  const at = (values: Float32Array, t: number, rollout: number) =>
    values[values.length === batch.token.length ? t : rollout]
  const points: RatioPoint[] = []
  for (const [t, rollout] of owner.entries()) {
    const credit = batch.credit?.[t] ?? 0
    if (!trained.has(rollout) || batch.mask?.[t] === 0 || credit === 0) continue
    points.push({
      token: t,
      rollout,
      ratio: ratioAt(t, rollout),
      before: Math.exp(batch.oldLogp?.[t] ?? motion.before[t]!),
      now: Math.exp(pass.logp[t]!),
      credit,
      isClipped: marks.some(values => (at(values, t, rollout) ?? 0) > 0),
    })
  }
  return points
}

/** Points that lie on one another are one, as large as they are many. */
export interface Cluster extends RatioPoint {
  readonly tokens: readonly number[]
}

/** At most a few hundred marks, however many tokens there are: equal places (to 1/200 of the picture) are one mark. */
export function clustered(
  points: readonly RatioPoint[],
  placeOf: (point: RatioPoint) => readonly [number, number],
): Cluster[] {
  const found = new Map<string, { readonly first: RatioPoint; readonly tokens: number[] }>()
  for (const point of points) {
    const [x, y] = placeOf(point)
    const key = `${Math.round(200 * x)} ${Math.round(200 * y)} ${point.isClipped} ${point.credit > 0}`
    const known = found.get(key)
    if (known) known.tokens.push(point.token)
    else found.set(key, { first: point, tokens: [point.token] })
  }
  return [...found.values()].map(({ first, tokens }) => ({ ...first, tokens }))
}

export interface ClipRange {
  readonly low: number
  readonly high: number
  /** Of the dual clip; undefined where it is off. */
  readonly dual: number | undefined
}

/** The clip of the objective, where its parameters say one: PPO's names. */
export function clipRange(params: Readonly<Record<string, number | string>>): ClipRange | undefined {
  const { clipLow, clipHigh, dualClip } = params
  if (typeof clipLow !== 'number' || typeof clipHigh !== 'number') return undefined
  const dual = typeof dualClip === 'number' && dualClip > 0 ? dualClip : undefined
  return { low: 1 - clipLow, high: 1 + clipHigh, dual }
}

/** The clipped surrogate of a token in units of its |credit|: what is maximised. */
export function surrogate(ratio: number, sign: 1 | -1, { low, high, dual }: ClipRange): number {
  if (sign > 0) return Math.min(ratio, high)
  return -Math.min(Math.max(ratio, low), dual ?? Number.POSITIVE_INFINITY)
}
