import { memo, useMemo } from 'react'
import { Line, LineChart, ReferenceArea, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import type { Metrics } from '../../core/run.ts'
import { pointsOf, startBand } from '../../store/select/curve.ts'
import { short } from '../kit/numbers.ts'
import type { ChartSpec } from './charts.ts'
import { axisOf, rowsOf } from './lines.ts'

/** Shared by every chart and by the cursor that is laid over them. */
export const margin = { top: 6, right: 8, bottom: 0, left: 0 } as const
export const axisWidth = 34

interface ChartProps {
  readonly spec: ChartSpec
  readonly series: readonly Metrics[]
  readonly baseline: Metrics | undefined
  readonly past: readonly Metrics[] | undefined
  /** Smoothing, 0 to 0.99. */
  readonly weight: number
  readonly extent: number
}

/** The lines alone: pointer, keyboard and words are the frame's business (ChartFrame). */
export const Chart = memo(function Chart({ spec, series, baseline, past, weight, extent }: ChartProps) {
  const { rows, keys } = useMemo(
    () => rowsOf(spec, series, baseline, past, weight),
    [spec, series, baseline, past, weight],
  )
  const axis = useMemo(() => axisOf(spec, rows), [spec, rows])
  const first = spec.lines[0]
  const band = spec.startBand && first ? startBand(pointsOf(series, first.metric)) : undefined
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={80}>
      <LineChart data={[...rows]} margin={margin} accessibilityLayer={false}>
        <XAxis
          dataKey="iteration"
          type="number"
          domain={[0, extent]}
          ticks={[0, extent / 2, extent]}
          tickFormatter={value => (Number.isInteger(value) ? String(value) : '')}
          height={18}
          tickLine={false}
          axisLine={{ stroke: 'var(--border-strong)' }}
          allowDataOverflow
        />
        <YAxis
          domain={axis.domain}
          ticks={axis.ticks}
          tickFormatter={value => short(Number(value))}
          width={axisWidth}
          tickLine={false}
          axisLine={false}
          allowDataOverflow
        />
        {band && (
          <ReferenceArea y1={band.low} y2={band.high} fill="var(--accent)" fillOpacity={0.09} ifOverflow="hidden" />
        )}
        {keys.past && spec.lines.map(line => draw(`past ${line.metric}`, 'var(--faint)', 1.25, line.dash))}
        {keys.raw && spec.lines.map(line => draw(`raw ${line.metric}`, `var(--run-${line.hue})`, 1, undefined, 0.28))}
        {spec.lines.map(line => draw(line.metric, `var(--run-${line.hue})`, 1.75, line.dash))}
      </LineChart>
    </ResponsiveContainer>
  )
})

const draw = (key: string, stroke: string, width: number, dash?: string, opacity = 1) => (
  <Line
    key={key}
    dataKey={key}
    type="linear"
    stroke={stroke}
    strokeWidth={width}
    strokeOpacity={opacity}
    {...(dash && { strokeDasharray: dash })}
    dot={false}
    activeDot={false}
    isAnimationActive={false}
    connectNulls
  />
)
