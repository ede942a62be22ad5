import { memo } from 'react'
import type { Batch } from '../../../core/batch.ts'
import { Help } from '../../kit/Help.tsx'
import { count, exact, fixed } from '../../kit/numbers.ts'
import { type Verdict, verdictOf } from '../../kit/verdict.tsx'
import { AdvantageAxis, Marks } from './AdvantageAxis.tsx'
import type { GroupSummary } from './health.ts'

interface GroupRowProps {
  readonly batch: Batch
  readonly summary: GroupSummary
  readonly text: string
  readonly isOpen: boolean
  readonly limit: number
  /** Said where there are no advantages: a log may have none, a method may use none. */
  readonly without: string
  readonly onOpen: (group: number) => void
}

const spokenSummary = ({ rewards, mean, std, flags }: GroupSummary): string =>
  [
    `mean reward ${fixed(mean)}`,
    `deviation ${fixed(std)}`,
    count(rewards.length, 'response'),
    ...flags.map(f => f.label),
  ].join(', ')

/** One group as one line on the grid of its responses: problem, advantages as dots on the shared axis, verdicts, health. */
export const GroupRow = memo(function GroupRow({
  batch,
  summary,
  text,
  isOpen,
  limit,
  without,
  onOpen,
}: GroupRowProps) {
  const { group, members, advantages, largest, mean, std, flags } = summary
  const verdicts = members.map(row => verdictOf(batch, row))
  const isKnown = advantages.some(value => !Number.isNaN(value))
  return (
    <div className="group-row groups-grid" data-open={isOpen || undefined}>
      <button
        type="button"
        className="group-name mono"
        aria-expanded={isOpen}
        onClick={() => onOpen(group)}
        title={text}
      >
        {text}
        <span className="visually-hidden">: {spokenSummary(summary)}</span>
      </button>
      {!isOpen && isKnown && (
        <>
          <span className="number group-muted group-largest" title={`at most ${exact(largest)} either way`}>
            {largest > 0 && '±'}
            {fixed(largest)}
          </span>
          <AdvantageAxis advantages={advantages} verdicts={verdicts} limit={limit} />
        </>
      )}
      <span className="group-rest">
        {!isOpen && <Verdicts verdicts={verdicts} />}
        <span className="number group-muted">
          mean <b title={exact(mean)}>{fixed(mean)}</b> sd <b title={exact(std)}>{fixed(std)}</b>
        </span>
        {!isKnown && <span className="panel-note">{without}</span>}
        <span className="group-flags">
          {flags.map(flag => (
            <Help key={flag.id} name={flag.label} note={flag.note}>
              <span className="chip" data-kind={flag.kind}>
                {flag.label}
              </span>
            </Help>
          ))}
        </span>
      </span>
    </div>
  )
})

/** More marks than this are a number. */
const mostMarks = 16

function Verdicts({ verdicts }: { readonly verdicts: readonly Verdict[] }) {
  if (verdicts.length <= mostMarks) return <Marks verdicts={verdicts} />
  if (verdicts.includes('unknown')) return null
  const right = verdicts.filter(verdict => verdict === 'correct').length
  return (
    <span className="number">
      {right} of {verdicts.length} right
    </span>
  )
}
