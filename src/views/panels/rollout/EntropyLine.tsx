import { type MouseEvent, memo } from 'react'
import { clamp } from '../../../core/math.ts'
import { short } from '../../kit/numbers.ts'

interface EntropyLineProps {
  /** Nats, one per token of the rollout. */
  readonly entropy: Float32Array
  readonly selected: number
  readonly onToken: (position: number) => void
}

const height = 44

/** Entropy along the response; a click goes to that token. The same numbers are in the data table. */
export const EntropyLine = memo(function EntropyLine({ entropy, selected, onToken }: EntropyLineProps) {
  const top = entropy.reduce((high, value) => Math.max(high, value), 0)
  const count = entropy.length
  const x = (position: number) => ((position + 0.5) / count) * 100
  const y = (value: number) => height - 2 - (top > 0 ? (value / top) * (height - 8) : 0)
  const points = Array.from(entropy, (value, position) => `${x(position).toFixed(2)},${y(value).toFixed(2)}`).join(' ')
  const onClick = (event: MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    onToken(clamp(Math.floor(((event.clientX - box.left) / box.width) * count), 0, count - 1))
  }
  return (
    <figure className="entropy-line">
      <figcaption className="panel-note">
        entropy along the response, nats · highest {short(top)} · here {short(entropy[selected] ?? Number.NaN)}
      </figcaption>
      <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" aria-hidden="true" onClick={onClick}>
        <line className="entropy-cursor" x1={x(selected)} x2={x(selected)} y1={0} y2={height} />
        <polyline points={points} />
      </svg>
    </figure>
  )
})
