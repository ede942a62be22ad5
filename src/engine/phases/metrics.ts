/** The curves' numbers of one iteration; ids are those of `metricSpecs` in core/metrics.ts. */
import { type Batch, lengths } from '../../core/batch.ts'
import { mean, std } from '../../core/math.ts'
import { hasCredit, type Metrics, pushAndMove, silentGroups } from '../../core/metrics.ts'
import type { Frame } from '../run.ts'

/**
 * To nine significant digits. JavaScript leaves the last bits of exp and log to its engine, so Node and a browser may
 * differ there; a Float32 weight has only seven digits, so nothing that was measured is lost.
 */
export const rounded = (metrics: Metrics): Metrics =>
  Object.fromEntries(Object.entries(metrics).map(([id, value]) => [id, Number(value.toPrecision(9))]))

/** What can be said of the finished batch. A mean over nothing is left out, so that a curve has a gap there. */
export function batchMetrics(frame: Frame): Metrics {
  const { batch, judged } = frame
  const length = lengths(batch)
  const { correct } = batch
  const scored = batch.reward.filter(value => !Number.isNaN(value))
  const all: Record<string, number> = {
    reward: mean(scored),
    rewardStd: std(scored, 1),
    length: mean(length),
    ...(batch.credit && signalMetrics(frame)),
    rolloutsSampled: judged.rollouts,
    entropy: tokenMean(batch, t => batch.oldEntropy?.[t]),
    kl: tokenMean(batch, t => k3(batch.refLogp?.[t], batch.oldLogp?.[t])),
    oldKl: tokenMean(batch, t => minus(batch.oldLogp?.[t], batch.logp?.[t])),
    valueLoss: tokenMean(batch, t => halfSquare(minus(batch.oldValue?.[t], batch.returns?.[t]))),
    ...(correct && {
      correct: mean(correct),
      lengthCorrect: mean(length.filter((_, i) => correct[i] === 1)),
      lengthWrong: mean(length.filter((_, i) => correct[i] === 0)),
    }),
    ...(batch.truncated && { truncated: mean(batch.truncated) }),
  }
  for (const [name, values] of Object.entries(batch.rewardParts ?? {})) all[`reward/${name}`] = mean(values)
  return Object.fromEntries(Object.entries(all).filter(([, value]) => Number.isFinite(value)))
}

/** What had something to teach, of all that was drawn, and what became of the push. */
function signalMetrics({ batch, judged, idle }: Frame): Metrics {
  const trained = idle ? [] : Array.from({ length: batch.rollouts }, (_, i) => i)
  const silent = judged.droppedSilent + (idle ? 0 : silentGroups(batch))
  const pushed = batch.logp ? trained.map(i => pushAndMove(batch, i)).filter(({ push }) => push !== 0) : []
  return {
    noSignal: silent / judged.groups,
    withSignal: trained.filter(i => hasCredit(batch, i)).length / judged.rollouts,
    againstCredit: mean(pushed.map(({ push, move }) => (move === -push ? 1 : 0))),
  }
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
