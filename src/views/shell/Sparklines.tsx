import { useMemo } from 'react'
import { type Metrics, metricSpecOf } from '../../core/metrics.ts'
import { shown } from '../curves/charts.ts'
import { useRun } from './page.ts'
import { type SparkPath, sparkPath } from './sparkline.ts'
import { useCalm } from './useCalm.ts'
import './sparklines.css'

/** Of these, those that the run measures. */
const metrics = ['reward', 'passAt1', 'entropy', 'noSignal'] as const
/** Of a log, the first of these that it tells. */
const ofLogs = [...metrics, 'length', 'rewardStd'] as const

/** The run at a glance: a small line per metric, each on its own scale, from the starting policy on. */
export function Sparklines({ most = metrics.length }: { readonly most?: number }) {
  const series = useCalm(
    useRun(run => run.series),
    250,
  )
  const baseline = useRun(run => run.baseline)
  const isLog = useRun(run => run.log !== undefined)
  const told = isLog ? ofLogs.filter(metric => series.some(each => each[metric] !== undefined)) : metrics
  return (
    <ul className="sparklines" aria-label="Curves in small">
      {told.slice(0, Math.min(most, metrics.length)).map(metric => (
        <Spark key={metric} metric={metric} series={series} start={baseline?.[metric]} />
      ))}
    </ul>
  )
}

interface SparkProps {
  readonly metric: string
  readonly series: readonly Metrics[]
  /** Of the policy before any training, where it was measured. */
  readonly start: number | undefined
}

function Spark({ metric, series, start }: SparkProps) {
  const drawn = useMemo(() => sparkPath([start, ...series.map(metrics => metrics[metric])]), [metric, series, start])
  const label = metricSpecOf(metric)?.label ?? metric
  return (
    <li className="spark">
      <span className="spark-name">{label}</span>
      <b className="number">{shown(metric, drawn?.last)}</b>
      <Line drawn={drawn} />
    </li>
  )
}

/** A dashed line from the last point to the end: what is still to come. */
function Line({ drawn }: { readonly drawn: SparkPath | undefined }) {
  if (!drawn) return <span className="spark-none">from iteration 1</span>
  const { path, x, y } = drawn
  return (
    <svg className="spark-line" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
      <path className="spark-ahead" d={`M${x} ${y}H100`} />
      <path d={path} />
    </svg>
  )
}
