import { type KeyboardEvent, memo, useEffect, useRef } from 'react'
import { type Batch, groupMembers } from '../../../core/batch.ts'
import type { GroupProblem } from '../../../core/snapshot.ts'
import { count } from '../../kit/numbers.ts'
import { verdictOf } from '../../kit/verdict.tsx'

interface GroupChooserProps {
  readonly batch: Batch
  readonly problems: readonly GroupProblem[]
  readonly selected: number
  readonly onGroup: (group: number) => void
}

/** More siblings than this are written as a number, not as dots. */
const mostDots = 16

/** A card per group, its siblings as dots; arrows move along the row. */
export const GroupChooser = memo(function GroupChooser({ batch, problems, selected, onGroup }: GroupChooserProps) {
  const row = useRef<HTMLDivElement>(null)
  const groups = groupMembers(batch)
  useEffect(() => {
    const card = row.current?.children[selected]
    if (!(card instanceof HTMLElement) || !row.current) return
    const overflow = card.offsetLeft + card.offsetWidth - (row.current.scrollLeft + row.current.clientWidth)
    if (overflow > 0 || card.offsetLeft < row.current.scrollLeft) {
      row.current.scrollLeft = card.offsetLeft - row.current.clientWidth / 2
    }
  }, [selected])
  const onKeyDown = (event: KeyboardEvent) => {
    const change = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    const next = change === undefined ? undefined : selected + change
    if (next === undefined || next < 0 || next >= groups.length) return
    event.preventDefault()
    onGroup(next)
    const card = row.current?.children[next]
    if (card instanceof HTMLElement) card.focus()
  }
  return (
    <div
      ref={row}
      className="chooser"
      role="listbox"
      aria-orientation="horizontal"
      aria-label="Group"
      onKeyDown={onKeyDown}
    >
      {groups.map((members, group) => (
        <Card
          key={problems[group]?.index ?? group}
          batch={batch}
          members={members}
          text={problems[group]?.text ?? `Group ${group + 1}`}
          isSelected={group === selected}
          onChoose={() => onGroup(group)}
        />
      ))}
    </div>
  )
})

interface CardProps {
  readonly batch: Batch
  readonly members: readonly number[]
  readonly text: string
  readonly isSelected: boolean
  readonly onChoose: () => void
}

function Card({ batch, members, text, isSelected, onChoose }: CardProps) {
  const correct = members.filter(i => verdictOf(batch, i) === 'correct').length
  return (
    <button
      type="button"
      role="option"
      aria-selected={isSelected}
      tabIndex={isSelected ? 0 : -1}
      className="chooser-card"
      aria-label={`${text}: ${correct} of ${count(members.length, 'response')} correct`}
      title={text}
      onClick={onChoose}
    >
      <span className="chooser-text mono">{text}</span>
      {members.length <= mostDots ? (
        <span className="chooser-dots">
          {members.map(i => (
            <i key={i} data-verdict={verdictOf(batch, i)} />
          ))}
        </span>
      ) : (
        <span className="number chooser-share">
          {correct} of {members.length}
        </span>
      )}
    </button>
  )
}
