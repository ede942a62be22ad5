import { memo, useMemo } from 'react'
import { Line, LineChart, ReferenceArea, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import type { Metrics } from '../../core/metrics.ts'
import { pointsOf, startBand } from '../../store/select/curve.ts'
import { count, short } from '../kit/numbers.ts'
import type { ChartSpec } from './charts.ts'
import { EndValues } from './EndValues.tsx'
import { axisOf, heightOf, rowsOf } from './lines.ts'
import { gutter } from './time-axis.ts'

export interface ChartData {
  readonly spec: ChartSpec
  readonly series: readonly Metrics[]
  readonly baseline: Metrics | undefined
  readonly past: readonly Metrics[] | undefined
  /** Smoothing, 0 to 0.99. */
  readonly weight: number
  readonly end: number
  /** Logarithmic where all values are above 0. */
  readonly log: boolean
  /** The word stands under the last axis only: all axes are the same. */
  readonly isLast: boolean
}

/**
 * The lines, and the numbers at the ends of the axes. Pointer, keyboard and words are the frame's business. The axes are
 * written here and not by Recharts, which measures every label in the document each time the data change.
 */
export const Chart = memo(function Chart({ spec, series, baseline, past, weight, end, log, isLast }: ChartData) {
  const { rows, keys, sparse } = useMemo(
    () => rowsOf(spec, series, baseline, past, weight),
    [spec, series, baseline, past, weight],
  )
  const axis = useMemo(() => axisOf(spec, rows, log), [spec, rows, log])
  const first = spec.lines[0]
  const band = spec.startBand && first ? startBand(pointsOf(series.slice(0, 8), first.metric)) : undefined
  return (
    <>
      <div className="chart-axis" aria-hidden="true">
        {axis.ticks.map(tick => (
          <span key={tick} style={{ top: `${100 * (1 - heightOf(axis, tick))}%` }}>
            {short(tick)}
          </span>
        ))}
      </div>
      <div
        className="chart-lines"
        role="img"
        aria-label={`${spec.title}, ${count(rows.at(-1)?.iteration ?? 0, 'iteration')}`}
        style={{ left: gutter.left, right: gutter.right }}
      >
        <ResponsiveContainer width="100%" height="100%" debounce={80}>
          <LineChart data={[...rows]} margin={noMargin} accessibilityLayer={false}>
            <XAxis dataKey="iteration" type="number" domain={[0, end]} allowDataOverflow hide />
            <YAxis domain={axis.domain} scale={axis.isLog ? 'log' : 'linear'} allowDataOverflow hide />
            {band && (
              <ReferenceArea y1={band.low} y2={band.high} fill="var(--accent)" fillOpacity={0.09} ifOverflow="hidden" />
            )}
            {keys.past &&
              spec.lines.map(line => draw(`past ${line.metric}`, 'var(--faint)', 1.25, line.dash, 1, layer.past))}
            {keys.raw &&
              spec.lines.map(line =>
                draw(`raw ${line.metric}`, `var(--run-${line.hue})`, 1, undefined, 0.28, layer.raw),
              )}
            {spec.lines.map(line =>
              draw(line.metric, `var(--run-${line.hue})`, 1.75, line.dash, 1, layer.line, sparse.has(line.metric)),
            )}
          </LineChart>
        </ResponsiveContainer>
        <EndValues spec={spec} rows={rows} axis={axis} end={end} />
      </div>
      <div className="chart-ends" style={{ left: gutter.left, right: gutter.right }} aria-hidden="true">
        <span>0</span>
        {isLast ? <span>iteration</span> : end % 2 === 0 && <span>{end / 2}</span>}
        <span>{end}</span>
      </div>
    </>
  )
})

const noMargin = { top: 1, right: 0, bottom: 1, left: 0 } as const

/** Below the smoothed lines, whichever was added first; Recharts draws lines at 400. */
const layer = { past: 380, raw: 390, line: 400 } as const

const draw = (
  key: string,
  stroke: string,
  width: number,
  dash?: string,
  opacity = 1,
  zIndex: number = layer.line,
  hasDots = false,
) => (
  <Line
    key={key}
    dataKey={key}
    type="linear"
    stroke={stroke}
    strokeWidth={width}
    strokeOpacity={opacity}
    {...(dash && { strokeDasharray: dash })}
    dot={hasDots && { r: 2.2, fill: stroke, stroke: 'none' }}
    activeDot={false}
    isAnimationActive={false}
    connectNulls
    zIndex={zIndex}
  />
)
