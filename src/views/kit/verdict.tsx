import type { Batch } from '../../core/batch.ts'
import './kit.css'

export type Verdict = 'correct' | 'wrong' | 'unknown'

/** What the verifier said of a rollout; a log without the column `correct` leaves it open. */
export const verdictOf = (batch: Batch, row: number): Verdict => {
  const value = batch.correct?.[row]
  return value === undefined ? 'unknown' : value > 0 ? 'correct' : 'wrong'
}

export const verdictMark: Readonly<Record<Verdict, string>> = { correct: '✓', wrong: '✗', unknown: '·' }

export function VerdictMark({ verdict }: { readonly verdict: Verdict }) {
  return (
    <span className="verdict" data-verdict={verdict} role="img" aria-label={verdict}>
      {verdictMark[verdict]}
    </span>
  )
}
