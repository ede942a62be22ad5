import { memo } from 'react'
import { clamp } from '../../../core/math.ts'
import type { Verdict } from '../../kit/verdict.tsx'
import { verdictMark } from '../../kit/verdict.tsx'

interface SiblingColumnsProps {
  readonly verdicts: readonly Verdict[]
  readonly advantages: readonly number[]
  /** Advantage at the full height of a bar. */
  readonly limit: number
}

/** Beyond eleven siblings the columns share this width. */
const widest = 176
const bars = { top: 16, half: 13, bottom: 44 } as const

/** One column per sibling: what the verifier said on top, the advantage as a bar around zero below. */
export const SiblingColumns = memo(function SiblingColumns({ verdicts, advantages, limit }: SiblingColumnsProps) {
  const pitch = Math.min(16, widest / Math.max(1, verdicts.length))
  const width = pitch * verdicts.length
  const zero = bars.top + bars.half
  return (
    <svg
      className="columns"
      width={width}
      height={bars.bottom}
      viewBox={`0 0 ${width} ${bars.bottom}`}
      aria-hidden="true"
    >
      <line className="columns-zero" x1={0} x2={width} y1={zero} y2={zero} />
      {verdicts
        .map((verdict, i) => ({ verdict, i }))
        .map(({ verdict, i }) => (
          <SiblingColumn
            key={i}
            x={i * pitch}
            pitch={pitch}
            verdict={verdict}
            share={(advantages[i] ?? Number.NaN) / limit}
          />
        ))}
    </svg>
  )
})

interface SiblingColumnProps {
  readonly x: number
  readonly pitch: number
  readonly verdict: Verdict
  /** Advantage as a share of the limit; not finite where there is none. */
  readonly share: number
}

function SiblingColumn({ x, pitch, verdict, share }: SiblingColumnProps) {
  const zero = bars.top + bars.half
  const height = Number.isFinite(share) ? bars.half * clamp(Math.abs(share), 0, 1) : 0
  const margin = pitch > 5 ? 2 : 0
  return (
    <g>
      {pitch >= 9 ? (
        <text className="columns-verdict" data-verdict={verdict} x={x + pitch / 2} y={11}>
          {verdictMark[verdict]}
        </text>
      ) : (
        <rect className="columns-dot" data-verdict={verdict} x={x} y={4} width={Math.max(0.6, pitch - 1)} height={6} />
      )}
      {height > 0 && (
        <rect
          className={share > 0 ? 'columns-bar' : 'columns-bar columns-bar-negative'}
          x={x + margin}
          width={Math.max(0.6, pitch - (margin > 0 ? 2 * margin : 1))}
          y={share > 0 ? zero - height : zero}
          height={height}
        />
      )}
    </g>
  )
}
