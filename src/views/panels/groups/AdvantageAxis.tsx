import { memo } from 'react'
import type { Verdict } from '../../kit/verdict.tsx'
import { axisSize, circles, dotsOf, marks, pitch } from './piles.ts'

interface AdvantageAxisProps {
  readonly advantages: readonly number[]
  readonly verdicts: readonly Verdict[]
  /** Advantage at either end, the same for every group and for the bars of the responses. */
  readonly limit: number
}

/** Filled: right. Hollow: wrong. */
const kinds = ['correct', 'wrong', 'unknown'] as const

/** The responses of a closed group as dots on the axis that all groups share. */
export const AdvantageAxis = memo(function AdvantageAxis({ advantages, verdicts, limit }: AdvantageAxisProps) {
  const dots = dotsOf(advantages, verdicts, limit)
  const { width, height } = axisSize
  return (
    <svg className="axis-dots" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path className="axis-zero" d={`M${width / 2} 0v${height}`} />
      {kinds.map(kind => (
        <path key={kind} data-verdict={kind} d={circles(dots.filter(({ verdict }) => verdict === kind))} />
      ))}
    </svg>
  )
})

/** What the verifier said of each response, in order. */
export const Marks = memo(function Marks({ verdicts }: { readonly verdicts: readonly Verdict[] }) {
  const width = verdicts.length * pitch
  return (
    <svg className="marks" width={width} height={10} viewBox={`0 0 ${width} 10`} aria-hidden="true">
      {kinds.map(kind => (
        <path key={kind} data-verdict={kind} d={marks(verdicts, kind)} />
      ))}
    </svg>
  )
})
