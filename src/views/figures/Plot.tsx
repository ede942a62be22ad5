import { type CSSProperties, type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react'
import type { FigureKind } from '../../figures/index.ts'
import { short } from '../kit/numbers.ts'
import { type Axis, across, dotsOf, horizontalOf, pathOf, type Stroke, verticalOf } from './plot.ts'

interface PlotProps {
  readonly kind: FigureKind
  readonly x: readonly number[]
  readonly below: { readonly label: string; readonly values: readonly number[] } | undefined
  readonly strokes: readonly Stroke[]
}

/** Curves with their axes; the values at one place of x are read with the pointer or the arrow keys. */
export function Plot({ kind, x, below, strokes }: PlotProps) {
  const [chosen, setChosen] = useState<number>()
  const vertical = useMemo(() => verticalOf(strokes), [strokes])
  const at = Math.min(chosen ?? firstPlace(kind, x), x.length - 1)
  const place = across(x, kind.scale)
  const shares = x.map(place)
  return (
    <>
      <p className="plot-y">{kind.y}</p>
      <div className="plot">
        <Heights axis={vertical} />
        <div
          className="plot-box"
          role="slider"
          tabIndex={0}
          aria-label={`${kind.title}: ${kind.x}`}
          aria-valuemin={0}
          aria-valuemax={x.length - 1}
          aria-valuenow={at}
          aria-valuetext={spoken(kind, x, strokes, at)}
          onPointerMove={event => setChosen(nearest(event, shares))}
          onPointerDown={event => setChosen(nearest(event, shares))}
          onKeyDown={event => {
            const next = moved(event, at, x.length)
            if (next === undefined) return
            event.preventDefault()
            setChosen(next)
          }}
        >
          <Curves strokes={strokes} shares={shares} axis={vertical} isDiscrete={kind.discrete === true} />
          <span className="plot-cursor" style={{ left: `${100 * (shares[at] ?? 0)}%` }} />
        </div>
        <Marks ticks={horizontalOf(x, kind.scale)} place={place} />
        {below && <Marks ticks={secondTicks(x, kind, below.values)} place={place} />}
      </div>
      <p className="plot-x">
        {kind.x}
        {below && <span> · second row: {below.label}</span>}
      </p>
      <Readout {...{ kind, x, below, strokes, at }} />
    </>
  )
}

/** Where a picture is read until somebody points: the first step of a count, the middle of a range. */
const firstPlace = ({ discrete }: FigureKind, x: readonly number[]): number =>
  discrete ? 1 : Math.floor((x.length - 1) / 2)

const nearest = (event: PointerEvent<HTMLElement>, shares: readonly number[]): number => {
  const { left, width } = event.currentTarget.getBoundingClientRect()
  const share = (event.clientX - left) / Math.max(1, width)
  return shares.reduce(
    (best, value, k) => (Math.abs(value - share) < Math.abs((shares[best] ?? 0) - share) ? k : best),
    0,
  )
}

function moved({ key, shiftKey }: KeyboardEvent, at: number, count: number): number | undefined {
  const far = shiftKey ? 5 : 1
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, at - far)
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(count - 1, at + far)
    case 'PageDown':
      return Math.max(0, at - 10)
    case 'PageUp':
      return Math.min(count - 1, at + 10)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}

const spoken = (kind: FigureKind, x: readonly number[], strokes: readonly Stroke[], at: number): string =>
  `${kind.x} ${short(x[at] ?? Number.NaN)}; ${strokes
    .map(({ name, values }) => `${name}: ${short(values[at] ?? Number.NaN)}`)
    .join('; ')}`

/** The first scale's places, in the second scale's numbers. */
const secondTicks = (x: readonly number[], { scale }: FigureKind, values: readonly number[]): Axis['ticks'] => {
  const factor = (values.at(-1) ?? 1) / (x.at(-1) ?? 1)
  return horizontalOf(x, scale).map(({ at }) => ({ at, text: short(at * factor) }))
}

interface CurvesProps {
  readonly strokes: readonly Stroke[]
  readonly shares: readonly number[]
  readonly axis: Axis
  readonly isDiscrete: boolean
}

function Curves({ strokes, shares, axis, isDiscrete }: CurvesProps) {
  const { low, high, ticks } = axis
  const level = (value: number) => (1000 * (high - value)) / (high - low)
  return (
    <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
      {ticks.map(({ at }) => (
        <path key={at} className={at === 0 ? 'plot-zero' : 'plot-grid'} d={`M0 ${level(at)}H1000`} />
      ))}
      {strokes.toReversed().map(({ name, values, hue, dash, isBelow }) => (
        <g key={name} className="plot-line" data-dash={dash} data-below={isBelow || undefined} style={hueStyle(hue)}>
          <path d={pathOf(values, shares, axis)} data-thin={isDiscrete || undefined} />
          {isDiscrete && <path className="plot-dots" d={dotsOf(values, shares, axis)} />}
        </g>
      ))}
    </svg>
  )
}

const hueStyle = (hue: number): CSSProperties => ({ '--hue': `var(--run-${hue})` }) as CSSProperties

const Heights = ({ axis: { low, high, ticks } }: { readonly axis: Axis }) => (
  <div className="plot-heights" aria-hidden="true">
    {ticks.map(({ at, text }) => (
      <span key={at} className="number" style={{ top: `${(100 * (high - at)) / (high - low)}%` }}>
        {text}
      </span>
    ))}
  </div>
)

interface MarksProps {
  readonly ticks: Axis['ticks']
  readonly place: (value: number) => number
}

const Marks = ({ ticks, place }: MarksProps) => (
  <div className="plot-marks" aria-hidden="true">
    {ticks.map(({ at, text }) => (
      <span key={at} className="number" style={{ left: `${100 * place(at)}%` }}>
        {text}
      </span>
    ))}
  </div>
)

/** The legend, with the exact values at the cursor. */
function Readout({ x, below, strokes, at }: PlotProps & { readonly at: number }) {
  return (
    <div className="plot-readout">
      <span className="plot-at number">
        at {short(x[at] ?? Number.NaN)}
        {below && <small> ({short(below.values[at] ?? Number.NaN)})</small>}
      </span>
      {strokes.map(({ name, values, hue, dash, isBelow }) => (
        <span key={name} className="plot-value">
          <svg className="plot-sample" viewBox="0 0 24 8" aria-hidden="true">
            <g className="plot-line" data-dash={dash} data-below={isBelow || undefined} style={hueStyle(hue)}>
              <path d="M0 4H24" />
            </g>
          </svg>
          {name} <b className="number">{short(values[at] ?? Number.NaN)}</b>
        </span>
      ))}
    </div>
  )
}
