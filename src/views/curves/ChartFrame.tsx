import { type CSSProperties, type PointerEvent, useMemo } from 'react'
import { valueAt } from '../../store/select/curve.ts'
import { Chart, type ChartData } from './Chart.tsx'
import { shown } from './charts.ts'
import { pointAt, usePointedIteration } from './cursor.ts'
import { iterationAt } from './extent.ts'
import { gutter } from './plot.ts'
import { useTurn } from './useTurn.ts'

interface ChartFrameProps extends ChartData {
  /** The iteration whose rollouts are shown. */
  readonly looking: number | undefined
  readonly onLook: (iteration: number) => void
}

/** A chart with its title, its current value in large figures, and the cursor that all charts share. */
export function ChartFrame({ looking, onLook, ...data }: ChartFrameProps) {
  const { spec, baseline } = data
  // The extent comes with the series, or a finished part of the line would be squeezed before the new part is drawn.
  const now = useMemo(() => ({ series: data.series, extent: data.extent }), [data.series, data.extent])
  const { series, extent } = useTurn(now)
  return (
    <figure className="chart">
      <Head spec={spec} series={series} baseline={baseline} />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the time line is the keyboard's way to the same choice. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: see above. */}
      <div
        className="chart-plot"
        onPointerMove={event => pointAt(iterationUnder(event, extent))}
        onPointerLeave={() => pointAt(undefined)}
        onClick={event => onLook(Math.max(1, iterationUnder(event, extent)))}
      >
        <Chart {...data} series={series} extent={extent} />
        {looking !== undefined && <Rule className="chart-looking" share={looking / extent} />}
        <Cursor extent={extent} />
      </div>
    </figure>
  )
}

function iterationUnder(event: PointerEvent | React.MouseEvent, extent: number): number {
  const { left, width } = event.currentTarget.getBoundingClientRect()
  return iterationAt((event.clientX - left - gutter.left) / Math.max(1, width - gutter.left - gutter.right), extent)
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
  const { left, right } = gutter
  return (
    <span
      className={className}
      style={{ left: `calc(${left}px + ${share} * (100% - ${left + right}px))` }}
      aria-hidden="true"
    />
  )
}
