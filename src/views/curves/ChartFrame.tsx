import type { CSSProperties, PointerEvent } from 'react'
import type { Metrics } from '../../core/run.ts'
import { valueAt } from '../../store/select/curve.ts'
import { axisWidth, Chart, margin } from './Chart.tsx'
import { type ChartSpec, shown } from './charts.ts'
import { pointAt, usePointedIteration } from './cursor.ts'
import { iterationAt } from './extent.ts'
import { useCalm } from './useCalm.ts'

interface ChartFrameProps {
  readonly spec: ChartSpec
  readonly series: readonly Metrics[]
  readonly baseline: Metrics | undefined
  readonly past: readonly Metrics[] | undefined
  readonly weight: number
  readonly extent: number
  /** The iteration whose rollouts are shown. */
  readonly looking: number | undefined
  /** Place in the row: charts take turns at drawing. */
  readonly turn: number
  readonly onLook: (iteration: number) => void
}

/** A chart with its title, its current value in large figures, and the cursor that all charts share. */
export function ChartFrame({ spec, series, baseline, past, weight, extent, looking, turn, onLook }: ChartFrameProps) {
  const calm = useCalm(series, 250, 40 * turn)
  return (
    <figure className="chart">
      <Head spec={spec} series={calm} baseline={baseline} />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the time line is the keyboard's way to the same choice. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: see above. */}
      <div
        className="chart-plot"
        onPointerMove={event => pointAt(iterationUnder(event, extent))}
        onPointerLeave={() => pointAt(undefined)}
        onClick={event => onLook(Math.max(1, iterationUnder(event, extent)))}
      >
        <Chart spec={spec} series={calm} baseline={baseline} past={past} weight={weight} extent={extent} />
        {looking !== undefined && <Rule className="chart-looking" share={looking / extent} />}
        <Cursor extent={extent} />
      </div>
    </figure>
  )
}

function iterationUnder(event: PointerEvent | React.MouseEvent, extent: number): number {
  const { left, width } = event.currentTarget.getBoundingClientRect()
  const start = margin.left + axisWidth
  return iterationAt((event.clientX - left - start) / Math.max(1, width - start - margin.right), extent)
}

function Head({ spec, series, baseline }: Pick<ChartFrameProps, 'spec' | 'series' | 'baseline'>) {
  const pointed = usePointedIteration()
  const at = Math.min(pointed ?? series.length, series.length)
  const value = (metric: string) => valueAt(series, metric, at) ?? baseline?.[metric]
  return (
    <figcaption className="chart-head" title={spec.note}>
      <span className="chart-title">
        {spec.title}
        {spec.unit && <small>{spec.unit}</small>}
      </span>
      <span className="chart-values">
        {spec.lines.map(({ metric, name, hue, dash }) => (
          <span key={metric}>
            {name && (
              <i
                style={{ '--hue': `var(--run-${hue})` } as CSSProperties}
                data-dashed={dash !== undefined || undefined}
              >
                {name}
              </i>
            )}
            <b className="number">{shown(metric, value(metric))}</b>
          </span>
        ))}
      </span>
    </figcaption>
  )
}

function Cursor({ extent }: { readonly extent: number }) {
  const pointed = usePointedIteration()
  return pointed === undefined ? null : <Rule className="chart-cursor" share={pointed / extent} />
}

/** A vertical line over the plot, without drawing the chart again. */
function Rule({ className, share }: { readonly className: string; readonly share: number }) {
  if (share > 1) return null
  const start = margin.left + axisWidth
  return (
    <span
      className={className}
      style={{ left: `calc(${start}px + ${share} * (100% - ${start + margin.right}px))` }}
      aria-hidden="true"
    />
  )
}
