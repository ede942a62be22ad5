import { memo } from 'react'
import type { Batch } from '../../../core/batch.ts'
import { Help } from '../../kit/Help.tsx'
import { count, fixed, signed } from '../../kit/numbers.ts'
import { verdictOf } from '../../kit/verdict.tsx'
import type { GroupSummary } from './health.ts'
import { RewardAxis } from './RewardAxis.tsx'
import { SiblingColumns } from './SiblingColumns.tsx'

interface GroupRowProps {
  readonly batch: Batch
  readonly summary: GroupSummary
  readonly text: string
  readonly isOpen: boolean
  readonly limit: number
  readonly low: number
  readonly high: number
  readonly onOpen: (group: number) => void
}

const spokenSummary = ({ rewards, mean, std, flags }: GroupSummary): string =>
  [
    `mean reward ${fixed(mean)}`,
    `deviation ${fixed(std)}`,
    count(rewards.length, 'response'),
    ...flags.map(f => f.label),
  ].join(', ')

/** One group as one line: problem, siblings, rewards, numbers, health. */
export const GroupRow = memo(function GroupRow(props: GroupRowProps) {
  const { batch, summary, text, isOpen, limit, low, high, onOpen } = props
  const { group, members, advantages, rewards, mean, std } = summary
  const known = advantages.filter(value => !Number.isNaN(value))
  return (
    <div className="group-row" data-open={isOpen || undefined}>
      <button type="button" className="group-name mono" aria-expanded={isOpen} onClick={() => onOpen(group)}>
        {text}
        <span className="visually-hidden">: {spokenSummary(summary)}</span>
      </button>
      <SiblingColumns verdicts={members.map(row => verdictOf(batch, row))} advantages={advantages} limit={limit} />
      <RewardAxis rewards={rewards} mean={mean} std={std} low={low} high={high} />
      <span className="group-numbers">
        <span className="number">
          {fixed(mean)} <span className="group-muted">± {fixed(std)}</span>
        </span>
        <span className="number group-muted">
          {known.length > 0 ? `${signed(Math.min(...known))} … ${signed(Math.max(...known))}` : 'no advantage yet'}
        </span>
      </span>
      <span className="group-flags">
        {summary.flags.map(flag => (
          <Help key={flag.id} name={flag.label} note={flag.note}>
            <span className="chip" data-kind={flag.kind}>
              {flag.label}
            </span>
          </Help>
        ))}
      </span>
    </div>
  )
})
