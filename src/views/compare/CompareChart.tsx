import { type CSSProperties, memo, useMemo } from 'react'
import { metricSpecOf } from '../../core/metrics.ts'
import { type Along, type ArmTrials, findingOf, type Line, leastForBand, lineOf } from '../../store/compare/figures.ts'
import { shown } from '../curves/charts.ts'
import { DataTable } from '../kit/DataTable.tsx'
import { short } from '../kit/numbers.ts'
import { labelOf, unitOf } from './metrics.ts'
import { bandOf, heightOf, pathOf, placer, spread } from './plot.ts'
import { dashOf, hueOf } from './strokes.ts'
import { findingWords } from './words.ts'

interface CompareChartProps {
  readonly metric: string
  readonly arms: readonly ArmTrials[]
  /** Indices of arms that are not drawn. */
  readonly hidden: ReadonlySet<number>
  readonly window: number
  readonly along: Along
  /** The iteration that the pictures below are of. */
  readonly looking: number
  readonly end: number
}

const height = 176

/** One metric of all runs: medians with the names at their ends, the band of the seeds, and what may be said of it. */
export const CompareChart = memo(function CompareChart(props: CompareChartProps) {
  const { metric, arms, hidden, window, along, looking, end } = props
  const isShare = metricSpecOf(metric)?.unit === 'share'
  const lines = useMemo(
    () => arms.map((arm, i) => (hidden.has(i) ? undefined : lineOf(arm, metric, window, along))),
    [arms, hidden, metric, window, along],
  )
  const drawn = useMemo(() => lines.filter(line => line !== undefined), [lines])
  const scale = useMemo(() => heightOf(drawn, isShare), [drawn, isShare])
  const last = along === 'iteration' ? end : Math.max(1, ...drawn.flatMap(({ middle }) => middle.at(-1)?.x ?? 0))
  const place = placer(last, scale)
  const counts = drawn.map(({ count }) => count).filter(count => count > 0)
  const title = labelOf(metric)
  const unit = unitOf(metric)
  return (
    <figure className="compare-chart" data-few={counts.every(count => count < leastForBand) || undefined}>
      <figcaption className="compare-chart-head" title={metricSpecOf(metric)?.note}>
        <strong>{title}</strong> {unit && <small>{unit}</small>}
        <span
          className="compare-chart-n"
          title={window > 1 ? `Each point is the mean of ${window} iterations` : undefined}
        >
          {captionOf(counts)}
        </span>
      </figcaption>
      <div className="compare-plot" style={{ height }}>
        <div className="compare-heights" aria-hidden="true">
          {scale.ticks.map(tick => (
            <span key={tick} style={{ top: `${place.y(tick) / 10}%` }}>
              {isShare ? short(tick) : short(Number(tick.toPrecision(6)))}
            </span>
          ))}
        </div>
        <div className="compare-box" role="img" aria-label={spoken(title, arms, lines)}>
          <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
            {scale.ticks.map(tick => (
              <path key={tick} className="compare-grid" d={`M0 ${place.y(tick)}H1000`} />
            ))}
            {lines.map(
              (line, i) =>
                line && <path key={arms[i]?.name} className="compare-band" style={hue(i)} d={bandOf(line, place)} />,
            )}
            {lines.map((line, i) => line && <Seeds key={arms[i]?.name} line={line} place={place} arm={i} />)}
            {lines.map(
              (line, i) =>
                line && (
                  <path
                    key={arms[i]?.name}
                    className="compare-line"
                    style={hue(i)}
                    strokeDasharray={dashOf(i)}
                    d={pathOf(line.middle, place)}
                  />
                ),
            )}
            {along === 'iteration' && <path className="compare-looking" d={`M${place.x(looking)} 0V1000`} />}
          </svg>
        </div>
        <Names arms={arms} lines={lines} metric={metric} y={value => (place.y(value) / 1000) * height} />
      </div>
      <div className="compare-ends" aria-hidden="true">
        <span>0</span>
        <span>{along}</span>
        <span>{short(Number(last.toPrecision(3)))}</span>
      </div>
      <Findings metric={metric} arms={arms} hidden={hidden} />
      <DataTable label={title} head={['iteration', ...arms.map(({ name }) => name)]} rows={() => tableOf(lines)} />
    </figure>
  )
})

const hue = (arm: number): CSSProperties => ({ '--hue': hueOf(arm) }) as CSSProperties

function captionOf(counts: readonly number[]): string {
  if (counts.length === 0) return ''
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)]
  if (most === 1) return 'one seed'
  const seeds = fewest === most ? `${most} seeds` : `${fewest} to ${most} seeds`
  return most < leastForBand ? `median of ${seeds}` : `median and range of ${seeds}`
}

function Seeds({
  line,
  place,
  arm,
}: {
  readonly line: Line
  readonly place: ReturnType<typeof placer>
  readonly arm: number
}) {
  return (
    <g className="compare-seeds" style={hue(arm)}>
      {line.seeds.map(({ seed, points }) => (
        <path key={seed} d={pathOf(points, place)} />
      ))}
    </g>
  )
}

interface NamesProps {
  readonly arms: readonly ArmTrials[]
  readonly lines: readonly (Line | undefined)[]
  readonly metric: string
  readonly y: (value: number) => number
}

/** At the ends of the lines, with their last values. */
function Names({ arms, lines, metric, y }: NamesProps) {
  const ends = lines.flatMap((line, arm) => {
    const value = line?.middle.at(-1)?.value
    return value === undefined ? [] : [{ arm, value, name: arms[arm]?.name ?? '' }]
  })
  const tops = spread(
    ends.map(({ value }) => y(value) - 8),
    height - 16,
    16,
  )
  return (
    <div className="compare-names" aria-hidden="true">
      {ends.map(({ arm, value, name }, i) => (
        <span key={name} style={{ ...hue(arm), top: tops[i] }} title={name}>
          <b>{name}</b> {shown(metric, value)}
        </span>
      ))}
    </div>
  )
}

/** A sentence for each run beside the base. */
function Findings({ metric, arms, hidden }: Pick<CompareChartProps, 'metric' | 'arms' | 'hidden'>) {
  const [base, ...others] = arms
  const found = others.flatMap((other, i) => {
    const finding = base && !hidden.has(i + 1) ? findingOf(base, other, metric) : undefined
    return finding ? [findingWords(metric, other.name, finding)] : []
  })
  return (
    <div className="compare-findings">
      {found.map(({ text, says }) => (
        <p key={text} data-says={says || undefined}>
          {text}
        </p>
      ))}
    </div>
  )
}

const spoken = (title: string, arms: readonly ArmTrials[], lines: readonly (Line | undefined)[]): string =>
  `${title}: ${lines
    .flatMap((line, i) => {
      const end = line?.middle.at(-1)
      return end ? [`${arms[i]?.name} ${short(end.value)} at iteration ${end.iteration}`] : []
    })
    .join('; ')}`

/** Rows that are written at most. */
const mostRows = 200

function tableOf(lines: readonly (Line | undefined)[]): readonly (readonly string[])[] {
  const iterations = [...new Set(lines.flatMap(line => line?.middle.map(({ iteration }) => iteration) ?? []))]
  const values = lines.map(line => new Map(line?.middle.map(({ iteration, value }) => [iteration, value])))
  return iterations
    .sort((a, b) => a - b)
    .filter((_, i, all) => i % Math.ceil(all.length / mostRows) === 0)
    .map(iteration => [
      String(iteration),
      ...values.map(known => {
        const value = known.get(iteration)
        return value === undefined ? '' : short(value)
      }),
    ])
}
