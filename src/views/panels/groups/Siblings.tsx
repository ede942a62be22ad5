import { type Batch, tokenCount } from '../../../core/batch.ts'
import { Bar, Signed } from '../../kit/Bar.tsx'
import { count, fixed, signed } from '../../kit/numbers.ts'
import { tokenText, visible } from '../../kit/tokens.ts'
import { VirtualList } from '../../kit/VirtualList.tsx'
import { VerdictMark, verdictOf } from '../../kit/verdict.tsx'
import type { GroupSummary } from './health.ts'

interface SiblingsProps {
  readonly batch: Batch
  readonly notes: readonly string[]
  readonly vocabulary: readonly string[]
  readonly summary: GroupSummary
  readonly selected: number
  readonly limit: number
  readonly onSelect: (rollout: number) => void
}

const textOfRow = (batch: Batch, row: number, vocabulary: readonly string[]): string =>
  Array.from(batch.token.subarray(batch.tokenStart[row], batch.tokenStart[row + 1]), id =>
    visible(tokenText(vocabulary, id)),
  ).join('')

/** The responses of the opened group. */
export function Siblings({ batch, notes, vocabulary, summary, selected, limit, onSelect }: SiblingsProps) {
  const { members, advantages } = summary
  return (
    <VirtualList
      count={members.length}
      estimate={26}
      current={selected}
      label={`Responses to this problem`}
      render={i => {
        const row = members[i]!
        const value = advantages[i] ?? Number.NaN
        const isTruncated = batch.truncated?.[row] === 1
        return (
          <button type="button" className="sibling" aria-pressed={i === selected} onClick={() => onSelect(i)}>
            <span className="number group-muted">{i + 1}</span>
            <VerdictMark verdict={verdictOf(batch, row)} />
            <span className="number">{fixed(batch.reward[row]!)}</span>
            <Bar value={value} limit={limit} />
            <Signed value={value} text={signed(value)} />
            <span className="sibling-text">
              <span className="mono">{textOfRow(batch, row, vocabulary)}</span>
              {isTruncated && <span className="chip">truncated</span>}
              <span className="group-muted">{notes[row]}</span>
            </span>
            <span className="number group-muted sibling-length" title={count(tokenCount(batch, row), 'token')}>
              {tokenCount(batch, row)}
            </span>
          </button>
        )
      }}
    />
  )
}
