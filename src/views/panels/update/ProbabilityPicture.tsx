import { fixed } from '../../kit/numbers.ts'
import { Marks } from './Marks.tsx'
import { type ClipRange, clustered, type RatioPoint } from './points.ts'

interface ProbabilityPictureProps {
  readonly points: readonly RatioPoint[]
  readonly range: ClipRange | undefined
  readonly selected: number | undefined
  readonly onToken: (token: number) => void
  readonly textOf: (token: number) => string
}

const box = { width: 380, height: 300, left: 34, right: 12, top: 10, bottom: 34 } as const
const x = (p: number) => box.left + p * (box.width - box.left - box.right)
const y = (p: number) => box.top + (1 - p) * (box.height - box.top - box.bottom)
const place = (before: number, now: number) => `${x(before).toFixed(1)},${y(now).toFixed(1)}`

/** The same tokens as probabilities: before across, in this pass upwards. The clip is a wedge around the diagonal. */
export function ProbabilityPicture({ points, range, selected, onToken, textOf }: ProbabilityPictureProps) {
  const marks = clustered(points, ({ before, now }) => [before, now])
  return (
    <figure className="update-figure">
      <figcaption>The same tokens as probabilities</figcaption>
      <svg viewBox={`0 0 ${box.width} ${box.height}`} role="img" aria-label={spoken(points)}>
        {[0, 0.25, 0.5, 0.75, 1].map(p => (
          <g key={p}>
            <line className="grid" x1={x(p)} x2={x(p)} y1={y(1)} y2={y(0)} />
            <line className="grid" x1={x(0)} x2={x(1)} y1={y(p)} y2={y(p)} />
            <text className="tick" x={x(p)} y={box.height - 20} textAnchor="middle">
              {fixed(p)}
            </text>
            <text className="tick" x={box.left - 5} y={y(p) + 4} textAnchor="end">
              {fixed(p)}
            </text>
          </g>
        ))}
        {range && <polygon className="clip-wedge" points={wedge(range)} />}
        <line className="diagonal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        <text className="tick" x={(box.left + box.width) / 2} y={box.height - 4} textAnchor="middle">
          probability when sampled
        </text>
        <Marks
          marks={marks}
          placeOf={({ before, now }) => [x(before), y(now)]}
          selected={selected}
          onToken={onToken}
          textOf={textOf}
        />
      </svg>
      {range && range.high > 1 && (
        <p className="panel-note">
          Above {fixed(1 / range.high)} no token can reach ratio {fixed(range.high)}: there the upper clip is idle.
        </p>
      )}
    </figure>
  )
}

/** Where the ratio lies within the clip. */
const wedge = ({ low, high }: ClipRange): string =>
  [place(0, 0), place(1 / high, 1), place(1, 1), place(1, Math.max(0, low))].join(' ')

const spoken = (points: readonly RatioPoint[]): string => {
  const risen = points.filter(({ before, now }) => now > before + 1e-4).length
  const fallen = points.filter(({ before, now }) => now < before - 1e-4).length
  return `Probability of ${points.length} tokens when sampled and in this pass: ${risen} are higher, ${fallen} lower.`
}
