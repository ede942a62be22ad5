/** The curves' numbers of one iteration; ids are those of `metricSpecs` in core/metrics.ts. */
import type { Batch } from '../../core/batch.ts'
import { finite, metricsOfBatch } from '../../core/batch-metrics.ts'
import { mean } from '../../core/math.ts'
import { hasCredit, type Metrics, pushAndMove, silentGroups } from '../../core/metrics.ts'
import type { Frame, Run } from '../run.ts'

/**
 * To nine significant digits. JavaScript leaves the last bits of exp and log to its engine, so Node and a browser may
 * differ there; a Float32 weight has only seven digits, so nothing that was measured is lost.
 */
export const rounded = (metrics: Metrics): Metrics =>
  Object.fromEntries(Object.entries(metrics).map(([id, value]) => [id, Number(value.toPrecision(9))]))

/** What can be said of the finished batch, and of what was drawn for it. */
export function batchMetrics(frame: Frame): Metrics {
  const { batch, judged } = frame
  const signal = batch.credit ? signalMetrics(frame) : {}
  return { ...metricsOfBatch(batch), ...finite({ ...signal, rolloutsSampled: judged.rollouts }) }
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

/** `source/<name>`: share of the batch's groups from each source that the task tells apart. */
export function sourceMetrics({ task, level }: Pick<Run, 'task' | 'level'>, { source }: Batch): Metrics {
  const names = source ? (task.sources?.(level).names ?? []) : []
  return Object.fromEntries(
    names.map((name, at) => [`source/${name}`, mean((source ?? new Float32Array()).map(own => (own === at ? 1 : 0)))]),
  )
}
