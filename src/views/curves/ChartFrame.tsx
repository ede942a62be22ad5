import { type CSSProperties, type PointerEvent, useMemo, useState } from 'react'
import { valueAt } from '../../store/select/curve.ts'
import { Chart, type ChartData } from './Chart.tsx'
import { shown } from './charts.ts'
import { pointAt, usePointedIteration } from './cursor.ts'
import { gutter, iterationAt } from './time-axis.ts'
import { useTurn } from './useTurn.ts'

interface ChartFrameProps extends ChartData {
  /** The iteration whose rollouts are shown. */
  readonly looking: number | undefined
  readonly onLook: (iteration: number) => void
}

/** A chart with its title, its current value in large figures, and the cursor that all charts share. */
export function ChartFrame({ looking, onLook, ...data }: ChartFrameProps) {
  const { spec, baseline } = data
  // The end comes with the series, or a finished part of the line would be squeezed before the new part is drawn.
  const now = useMemo(() => ({ series: data.series, end: data.end }), [data.series, data.end])
  const { series, end } = useTurn(now)
  const [isLarge, setLarge] = useState(false)
  return (
    <figure className="chart" data-large={isLarge || undefined}>
      <Head {...{ spec, series, baseline, isLarge }} onLarge={setLarge} />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the time line is the keyboard's way to the same choice. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: see above. */}
      <div
        className="chart-plot"
        onPointerMove={event => pointAt(iterationUnder(event, end))}
        onPointerLeave={() => pointAt(undefined)}
        onClick={event => onLook(Math.max(1, iterationUnder(event, end)))}
      >
        <Chart {...data} series={series} end={end} />
        {looking !== undefined && <Rule className="chart-looking" share={looking / end} />}
        <Cursor end={end} />
      </div>
    </figure>
  )
}

function iterationUnder(event: PointerEvent | React.MouseEvent, end: number): number {
  const { left, width } = event.currentTarget.getBoundingClientRect()
  return iterationAt((event.clientX - left - gutter.left) / Math.max(1, width - gutter.left - gutter.right), end)
}

interface HeadProps extends Pick<ChartFrameProps, 'spec' | 'series' | 'baseline'> {
  readonly isLarge: boolean
  readonly onLarge: (isLarge: boolean) => void
}

function Head({ spec, series, baseline, isLarge, onLarge }: HeadProps) {
  const pointed = usePointedIteration()
  const at = Math.min(pointed ?? series.length, series.length)
  const value = (metric: string) => valueAt(series, metric, at) ?? baseline?.[metric]
  return (
    <figcaption className="chart-head">
      <button
        type="button"
        className="chart-title"
        aria-expanded={isLarge}
        title={`${spec.note} Click: ${isLarge ? 'small again' : 'full width'}.`}
        onClick={() => onLarge(!isLarge)}
      >
        {spec.title}
        {spec.unit && <small>{spec.unit}</small>}
      </button>
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

function Cursor({ end }: { readonly end: number }) {
  const pointed = usePointedIteration()
  return pointed === undefined ? null : <Rule className="chart-cursor" share={pointed / end} />
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
