import type { ChartSpec } from './charts.ts'
import { shown } from './charts.ts'
import { type Axis, heightOf, type Row } from './lines.ts'

interface EndValuesProps {
  readonly spec: ChartSpec
  readonly rows: readonly Row[]
  readonly axis: Axis
  /** Last iteration of the axis. */
  readonly end: number
}

interface EndValue {
  readonly metric: string
  readonly hue: number
  readonly at: number
  readonly value: number
}

/** Closer than this share of the height, two labels would stand on each other. */
const apart = 0.16

/** As measured, not as smoothed: the number in the head is the same. */
const withValue = (spec: ChartSpec, rows: readonly Row[]): EndValue[] =>
  spec.lines.flatMap(({ metric, hue }) => {
    const raw = `raw ${metric}`
    const key = rows.some(row => row[raw] !== undefined) ? raw : metric
    const row = rows.find(candidate => candidate[key] !== undefined)
    return row ? [{ metric, hue, at: row.iteration, value: row[key] ?? 0 }] : []
  })

/** Where each line ends, in numbers beside it, and where the first one began. The head tells them too. */
export function EndValues({ spec, rows, axis, end }: EndValuesProps) {
  const last = withValue(spec, rows.toReversed())
  const free = last.filter(
    (one, i) =>
      !last.slice(0, i).some(other => Math.abs(heightOf(axis, one.value) - heightOf(axis, other.value)) < apart),
  )
  const [first] = withValue(spec, rows)
  const isLong = first && last[0] && last[0].at - first.at > 0.3 * end
  return (
    <div className="chart-end-values" aria-hidden="true">
      {isLong && <Label one={first} axis={axis} end={end} side="start" />}
      {free.map(one => (
        <Label key={one.metric} one={one} axis={axis} end={end} side="end" />
      ))}
    </div>
  )
}

interface LabelProps {
  readonly one: EndValue
  readonly axis: Axis
  readonly end: number
  readonly side: 'start' | 'end'
}

function Label({ one: { metric, hue, at, value }, axis, end, side }: LabelProps) {
  const height = heightOf(axis, value)
  // After the line while there is room, else on it.
  const isAfter = side === 'end' && at < 0.82 * end
  const left = side === 'start' || isAfter
  const x = (100 * at) / end
  return (
    <span
      data-low={height < 0.2 || undefined}
      style={{
        [left ? 'left' : 'right']: `calc(${left ? x : 100 - x}% + 3px)`,
        bottom: `${100 * height}%`,
        color: side === 'start' ? 'var(--muted)' : `var(--run-${hue})`,
      }}
      data-beside={isAfter || undefined}
    >
      {shown(metric, value)}
    </span>
  )
}
