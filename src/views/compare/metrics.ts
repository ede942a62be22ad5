/** Which metrics a comparison shows first, and how their values read. */
import { isMeasured, metricSpecOf } from '../../core/metrics.ts'
import { presets } from '../../core/presets.ts'
import { phasesOf } from '../../core/slots.ts'
import { resolveRecipe } from '../../methods/index.ts'
import type { Comparison } from '../../store/compare/comparison.ts'
import { chartsOf, firstChartsOf } from '../curves/charts.ts'

/** What the preset's curves are of, the plain reward last where the share of right answers stands beside it. */
export function metricsFor({ preset, base }: Comparison): readonly string[] {
  const phases = phasesOf(resolveRecipe(base))
  const chosen = presets.find(({ id }) => id === preset)?.charts ?? firstChartsOf(phases)
  const charts = chartsOf([], phases)
  const all = chosen.flatMap(id => charts.find(chart => chart.id === id)?.lines.map(({ metric }) => metric) ?? [])
  const telling = all.filter(metric => !late.has(metric))
  return [...new Set([...telling, 'correct', 'entropy', ...all])].slice(0, 6)
}

const late: ReadonlySet<string> = new Set(['reward', 'passAt4', 'passAtK', 'lengthCorrect', 'withSignal'])

/** All that can be shown, those of every run first. */
export function offered({ base }: Comparison, measured: ReadonlySet<string>): readonly string[] {
  const phases = phasesOf(resolveRecipe(base))
  const usual = chartsOf([], phases).flatMap(({ lines }) => lines.map(({ metric }) => metric))
  return [...new Set([...usual, ...measured])].filter(metric => isMeasured(metric, phases))
}

export const labelOf = (metric: string): string => metricSpecOf(metric)?.label ?? metric
export const unitOf = (metric: string): string => {
  const unit = metricSpecOf(metric)?.unit ?? ''
  return unit === 'share' ? '' : unit
}
