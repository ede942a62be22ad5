import { type Batch, tokenCount } from '../../../core/batch.ts'
import type { GroupProblem } from '../../../core/snapshot.ts'
import { Bar, Signed } from '../../kit/Bar.tsx'
import { count, exact, fixed, signed } from '../../kit/numbers.ts'
import { readingOf } from '../../kit/reading.ts'
import { excerpt } from '../../kit/tokens.ts'
import { VirtualList } from '../../kit/VirtualList.tsx'
import { VerdictMark, verdictOf } from '../../kit/verdict.tsx'
import type { PanelWorld } from '../../panel.ts'
import type { GroupSummary } from './health.ts'

interface SiblingsProps {
  readonly batch: Batch
  readonly notes: readonly string[]
  readonly world: PanelWorld
  readonly problem: GroupProblem | undefined
  readonly summary: GroupSummary
  readonly selected: number
  readonly limit: number
  readonly onSelect: (rollout: number) => void
}

/** The responses of the opened group, below one line that reads the selected one aloud. */
export function Siblings(props: SiblingsProps) {
  const { summary, selected, onSelect } = props
  return (
    <>
      <Reading {...props} />
      <VirtualList
        count={summary.members.length}
        estimate={28}
        current={selected}
        label={`Responses to this problem`}
        render={i => <Sibling {...props} i={i} isSelected={i === selected} onSelect={onSelect} />}
      />
    </>
  )
}

interface SiblingProps extends SiblingsProps {
  readonly i: number
  readonly isSelected: boolean
}

function Sibling({ batch, notes, world, summary, limit, i, isSelected, onSelect }: SiblingProps) {
  const row = summary.members[i]!
  const value = summary.advantages[i] ?? Number.NaN
  const reward = batch.reward[row]!
  const tokens = batch.token.subarray(batch.tokenStart[row], batch.tokenStart[row + 1])
  return (
    <button type="button" className="sibling groups-grid" aria-pressed={isSelected} onClick={() => onSelect(i)}>
      <span className="number group-muted">{i + 1}</span>
      <VerdictMark verdict={verdictOf(batch, row)} />
      <span className="number head-right" title={exact(reward)}>
        {fixed(reward)}
      </span>
      <span className="head-right" title={exact(value)}>
        <Signed value={value} text={signed(value)} />
      </span>
      <Bar value={value} limit={limit} />
      <span className="sibling-said">
        <span className="sibling-text mono">{excerpt(tokens, world.vocabulary)}</span>
        <span className="sibling-words">
          {batch.truncated?.[row] === 1 && <span className="chip">truncated</span>} {notes[row]}
        </span>
      </span>
      <span className="number group-muted sibling-length" title={count(tokenCount(batch, row), 'token')}>
        {tokenCount(batch, row)}
      </span>
    </button>
  )
}

/** What the selected response says, for those who do not know its form. */
function Reading({ batch, summary, selected, world, problem }: SiblingsProps) {
  const row = summary.members[selected]
  if (row === undefined) return null
  const tokens = batch.token.subarray(batch.tokenStart[row], batch.tokenStart[row + 1])
  const words = readingOf(world, problem, tokens)
  if (words === undefined) return null
  return (
    <p className="sibling-reading">
      Read <span className="mono">{excerpt(tokens, world.vocabulary)}</span> as: {words}.
    </p>
  )
}
