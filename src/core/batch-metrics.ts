/** The curves' numbers that a batch tells by itself, live or from a log; ids are those of `metricSpecs` (metrics.ts). */
import { type Batch, lengths } from './batch.ts'
import { deviations } from './formulas/covariance.ts'
import { mean, std } from './math.ts'
import type { Metrics } from './metrics.ts'

/** A mean over nothing is left out, so that a curve has a gap there. */
export const finite = (metrics: Metrics): Metrics =>
  Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)))

/** Means over the rollouts and over the policy's own tokens, of the columns that there are. */
export function metricsOfBatch(batch: Batch): Metrics {
  const length = lengths(batch)
  const { correct } = batch
  const scored = batch.reward.filter(value => !Number.isNaN(value))
  const all: Record<string, number> = {
    reward: mean(scored),
    rewardStd: std(scored, 1),
    length: mean(length),
    entropy: tokenMean(batch, t => batch.oldEntropy?.[t]),
    kl: tokenMean(batch, t => k3(batch.refLogp?.[t], batch.oldLogp?.[t])),
    oldKl: tokenMean(batch, t => minus(batch.oldLogp?.[t], batch.logp?.[t])),
    valueLoss: tokenMean(batch, t => halfSquare(minus(batch.oldValue?.[t], batch.returns?.[t]))),
    covariance: covarianceOf(batch),
    ...(correct && {
      correct: mean(correct),
      lengthCorrect: mean(length.filter((_, i) => correct[i] === 1)),
      lengthWrong: mean(length.filter((_, i) => correct[i] === 0)),
    }),
    ...(batch.given && { hinted: mean(hinted(batch)) }),
    ...(batch.age?.some(age => age > 0) && { replayed: mean(batch.age.map(age => (age > 0 ? 1 : 0))) }),
    ...(batch.truncated && { truncated: mean(batch.truncated) }),
  }
  for (const [name, values] of Object.entries(batch.rewardParts ?? {})) all[`reward/${name}`] = mean(values)
  return finite(all)
}

/** Of log-probability and credit over the policy's own tokens; NaN where one of the two is not known. */
function covarianceOf({ oldLogp, credit, ...batch }: Batch): number {
  if (!oldLogp || !credit) return Number.NaN
  const each = deviations({ ...batch, oldLogp, credit })
  return tokenMean(batch, t => each[t])
}

/** Mean over the policy's own tokens; NaN when there are none or one of them has no value. */
function tokenMean(batch: Batch, valueAt: (t: number) => number | undefined): number {
  let total = 0
  let count = 0
  for (let t = 0; t < batch.token.length; t++) {
    if (batch.mask?.[t] === 0) continue
    total += valueAt(t) ?? Number.NaN
    count++
  }
  return total / count
}

const minus = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a - b

const halfSquare = (x: number | undefined): number | undefined => x && (x * x) / 2

/**
 * Schulman's k3 estimate of KL(policy || reference): exp(x) - x - 1 with x = refLogp - logp. With expm1, because for a
 * small x the difference of exp(x) and 1 keeps few digits, and nine are promised.
 */
function k3(reference: number | undefined, logp: number | undefined): number | undefined {
  const x = minus(reference, logp)
  return x === undefined ? undefined : Math.expm1(x) - x
}

/** [n] 1 where a response begins with a hint. */
const hinted = ({ given, rollouts, tokenStart }: Batch): Float32Array =>
  Float32Array.from({ length: rollouts }, (_, i) =>
    tokenStart[i + 1]! > tokenStart[i]! ? (given?.[tokenStart[i]!] ?? 0) : 0,
  )
