import { useMemo } from 'react'
import { short } from '../kit/numbers.ts'
import { useRun } from '../shell/page.ts'
import { useCalm } from '../shell/useCalm.ts'
import { areaOf, type Band, bandRows, medianOf } from './bands.ts'
import type { ChartSpec } from './charts.ts'
import { pointAt } from './cursor.ts'
import { axisOf, heightOf } from './lines.ts'
import { gutter, iterationAt } from './time-axis.ts'

interface BandFrameProps {
  readonly spec: ChartSpec
  readonly band: Band
  readonly end: number
  readonly isLast: boolean
  readonly onLook: (iteration: number) => void
}

/** How a quantity was distributed in every kept iteration: median, middle half, and nine in ten. A click looks at one. */
export function BandFrame({ spec, band, end, isLast, onLook }: BandFrameProps) {
  const snapshots = useCalm(
    useRun(run => run.snapshots),
    1000,
  )
  const rows = useMemo(() => bandRows(snapshots, band), [snapshots, band])
  const axis = useMemo(() => axisOf(spec, rows), [spec, rows])
  const last = rows.at(-1)
  const under = (event: React.MouseEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    return iterationAt((event.clientX - left - gutter.left) / Math.max(1, width - gutter.left - gutter.right), end)
  }
  const words = last
    ? `median ${short(last.p50 ?? 0)}, half between ${short(last.p25 ?? 0)} and ${short(last.p75 ?? 0)}`
    : 'nothing measured yet'
  return (
    <figure className="chart">
      <figcaption className="chart-head" title={spec.note}>
        <span className="chart-title">
          {spec.title} <small>{words}</small>
        </span>
      </figcaption>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the time line is the keyboard's way to the same choice. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: see above. */}
      <div
        className="chart-plot"
        onPointerMove={event => pointAt(under(event))}
        onPointerLeave={() => pointAt(undefined)}
        onClick={event => onLook(Math.max(1, under(event)))}
      >
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
          aria-label={`${spec.title} by iteration: ${words}`}
          style={{ left: gutter.left, right: gutter.right }}
        >
          <svg className="chart-bands" viewBox={`0 0 ${end} 1`} preserveAspectRatio="none" aria-hidden="true">
            <path d={areaOf(rows, 'p5', 'p95', axis)} />
            <path d={areaOf(rows, 'p25', 'p75', axis)} />
            <path className="chart-median" d={medianOf(rows, axis)} />
          </svg>
        </div>
        <div className="chart-ends" style={{ left: gutter.left, right: gutter.right }} aria-hidden="true">
          <span>0</span>
          {isLast && <span>iteration</span>}
          <span>{end}</span>
        </div>
      </div>
    </figure>
  )
}
