import { type PointerEvent, useState } from 'react'
import type { Curve } from '../../../core/lesson.ts'
import { clamp, quantile } from '../../../core/math.ts'
import type { Guess } from '../../../store/lesson/answers.ts'
import { short } from '../../kit/numbers.ts'
import { useLesson } from '../lesson-context.ts'

interface CurveGuessProps {
  readonly curve: Curve
  /** Id of the experiment. */
  readonly about: string
  readonly guess: Guess | undefined
  readonly figure: number | undefined
  readonly onGuess: (guess: Guess) => void
}

const box = { width: 400, height: 180, edge: 16 } as const

/** A curve that is drawn with the pointer, or written into fields; what is measured is laid over it. */
export function CurveGuess({ curve, about, guess, onGuess }: CurveGuessProps) {
  const [low, high] = curve.range
  const [values, setValues] = useState(() => curve.at.map(() => (low + high) / 2))
  const drawn = guess?.kind === 'curve' ? guess.values : values
  const measured = useMeasured(curve, about)
  const last = Math.max(...curve.at)
  const x = (iteration: number) => box.edge + ((box.width - 2 * box.edge) * iteration) / last
  const y = (value: number) =>
    box.height - box.edge - ((box.height - 2 * box.edge) * (clamp(value, low, high) - low)) / (high - low)
  const set = (at: number, value: number) =>
    setValues(values.map((old, i) => (i === at ? clamp(value, low, high) : old)))
  const onPointer = (event: PointerEvent<SVGSVGElement>) => {
    if (guess || event.buttons !== 1) return
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
    const iteration = ((event.clientX - left) / width) * box.width
    const at = nearest(curve.at.map(x), iteration)
    const share = (box.height - box.edge - ((event.clientY - top) / height) * box.height) / (box.height - 2 * box.edge)
    set(at, low + clamp(share, 0, 1) * (high - low))
  }
  const path = (points: readonly (readonly [number, number])[]) =>
    points.map(([iteration, value]) => `${x(iteration).toFixed(1)},${y(value).toFixed(1)}`).join(' ')
  return (
    <div className="lesson-curve">
      <svg
        viewBox={`0 0 ${box.width} ${box.height}`}
        role="img"
        aria-label="Your curve"
        onPointerDown={onPointer}
        onPointerMove={onPointer}
      >
        <rect
          x={box.edge}
          y={box.edge}
          width={box.width - 2 * box.edge}
          height={box.height - 2 * box.edge}
          className="lesson-curve-box"
        />
        {measured.length > 0 && <polyline className="lesson-curve-measured" points={path(measured)} />}
        <polyline className="lesson-curve-guess" points={path(curve.at.map((at, i) => [at, drawn[i] ?? low]))} />
        {curve.at.map((at, i) => (
          <circle key={at} cx={x(at)} cy={y(drawn[i] ?? low)} r={5} className="lesson-curve-point" />
        ))}
      </svg>
      <div className="lesson-curve-fields">
        {curve.at.map((at, i) => (
          <label key={at}>
            at {at}
            <input
              type="number"
              className="number-field"
              min={low}
              max={high}
              step={(high - low) / 100}
              value={Number((drawn[i] ?? low).toPrecision(3))}
              disabled={guess !== undefined}
              onChange={({ target }) => Number.isFinite(target.valueAsNumber) && set(i, target.valueAsNumber)}
            />
          </label>
        ))}
      </div>
      <p className="panel-note">
        From {short(low)} at the bottom to {short(high)} at the top; drag the points or write numbers.
        {measured.length > 0 && ' Solid: the median that was measured.'}
      </p>
      {!guess && (
        <button type="button" className="button" onClick={() => onGuess({ kind: 'curve', values })}>
          That is my guess
        </button>
      )}
    </div>
  )
}

const nearest = (places: readonly number[], place: number): number =>
  places.reduce((best, one, i) => (Math.abs(one - place) < Math.abs((places[best] ?? 0) - place) ? i : best), 0)

/** The median over the seeds that have ended, by iteration; nothing before the guess is made, and the runs are over. */
function useMeasured({ arm, metric }: Curve, about: string): readonly (readonly [number, number])[] {
  const { lesson, answers, runsOf } = useLesson()
  const block = lesson.blocks.find(one => one.kind === 'experiment' && one.id === about)
  if (block?.kind !== 'experiment' || answers.measured[about] === undefined) return []
  const own = runsOf(block).filter(run => run.arm === arm)
  const longest = Math.max(0, ...own.map(({ metrics }) => metrics.length))
  return Array.from({ length: longest }, (_, i) => {
    const values = own.flatMap(({ metrics }) => metrics[i]?.[metric] ?? []).filter(Number.isFinite)
    return [i + 1, values.length > 0 ? quantile(values, 0.5) : Number.NaN] as const
  }).filter(([, value]) => !Number.isNaN(value))
}
