import { clamp } from '../../../core/math.ts'
import { fixed } from '../../kit/numbers.ts'
import { ticks } from '../../kit/scales.ts'
import { Marks } from './Marks.tsx'
import { type ClipRange, type Cluster, clustered, type RatioPoint, surrogate } from './points.ts'

interface SurrogatePictureProps {
  readonly points: readonly RatioPoint[]
  readonly range: ClipRange
  readonly selected: number | undefined
  readonly onToken: (token: number) => void
  readonly textOf: (token: number) => string
}

const box = { width: 380, height: 300, left: 34, right: 8, top: 10, bottom: 34 } as const

/** What is maximised, over the ratio: a curve for praised tokens and one for punished ones, and where the tokens lie. */
export function SurrogatePicture({ points, range, selected, onToken, textOf }: SurrogatePictureProps) {
  const { low, high } = widthOf(points, range)
  const top = Math.max(range.high, 1) * 1.15
  const x = (ratio: number) =>
    box.left + ((clamp(ratio, low, high) - low) / (high - low)) * (box.width - box.left - box.right)
  const bottom = -Math.min(high, range.dual ?? high) * 1.05
  const y = (value: number) => box.top + ((top - value) / (top - bottom)) * (box.height - box.top - box.bottom)
  const heightOf = ({ ratio, credit }: RatioPoint) => surrogate(ratio, credit > 0 ? 1 : -1, range)
  const marks = clustered(points, point => [x(point.ratio) / box.width, y(heightOf(point)) / box.height])
  const curve = (sign: 1 | -1) =>
    [low, range.low, range.high, range.dual ?? high, high]
      .filter(ratio => ratio >= low && ratio <= high)
      .sort((a, b) => a - b)
      .map(ratio => `${x(ratio).toFixed(1)},${y(surrogate(ratio, sign, range)).toFixed(1)}`)
      .join(' ')
  return (
    <figure className="update-figure">
      <figcaption>Objective of a token, in units of its |credit|</figcaption>
      <svg viewBox={`0 0 ${box.width} ${box.height}`} role="img" aria-label={spoken(marks, range)}>
        <rect
          className="clip-flat"
          x={x(range.high)}
          y={box.top}
          width={Math.max(0, x(high) - x(range.high))}
          height={y(0) - box.top}
        />
        <rect
          className="clip-flat"
          x={x(low)}
          y={y(0)}
          width={Math.max(0, x(range.low) - x(low))}
          height={y(bottom) - y(0)}
        />
        {ticks(low, high, 5).map(ratio => (
          <g key={ratio}>
            <line className="grid" x1={x(ratio)} x2={x(ratio)} y1={box.top} y2={y(bottom)} />
            <text className="tick" x={x(ratio)} y={box.height - 20} textAnchor="middle">
              {fixed(ratio, 1)}
            </text>
          </g>
        ))}
        {[-1, 0, 1].map(value => (
          <g key={value}>
            <line className="grid" x1={box.left} x2={box.width - box.right} y1={y(value)} y2={y(value)} />
            <text className="tick" x={box.left - 6} y={y(value) + 4} textAnchor="end">
              {value > 0 ? '+1' : fixed(value, 0)}
            </text>
          </g>
        ))}
        <polyline className="curve-praised" points={curve(1)} />
        <polyline className="curve-punished" points={curve(-1)} />
        <text className="curve-name" x={box.left + 6} y={y(surrogate(low, 1, range)) - 14}>
          praised
        </text>
        <text className="curve-name" x={box.left + 6} y={y(surrogate(low, -1, range)) + 16}>
          punished
        </text>
        <text className="tick" x={(box.left + box.width) / 2} y={box.height - 4} textAnchor="middle">
          ratio = p now / p when sampled
        </text>
        <Marks
          marks={marks}
          placeOf={mark => [x(mark.ratio), y(heightOf(mark))]}
          selected={selected}
          onToken={onToken}
          textOf={textOf}
        />
      </svg>
    </figure>
  )
}

/** The ratios that are shown: all that there are, at least a little beyond the clip, at most up to 4. */
function widthOf(
  points: readonly RatioPoint[],
  { low, high }: ClipRange,
): { readonly low: number; readonly high: number } {
  const ratios = points.map(({ ratio }) => ratio)
  return {
    low: Math.max(0, Math.min(low - 0.2, ...ratios)),
    high: Math.min(4, Math.max(high + 0.2, ...ratios)),
  }
}

const spoken = (marks: readonly Cluster[], { low, high }: ClipRange): string => {
  const tokens = marks.reduce((total, mark) => total + mark.tokens.length, 0)
  const clipped = marks.reduce((total, mark) => total + (mark.isClipped ? mark.tokens.length : 0), 0)
  return `${tokens} tokens on the clipped objective, flat beyond ratio ${fixed(high)} for praised and below ${fixed(low)} for punished tokens; ${clipped} are clipped.`
}
