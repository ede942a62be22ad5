import { type Batch, tokenCount } from '../../../core/batch.ts'
import type { GroupProblem } from '../../../core/snapshot.ts'
import { Bar, Signed } from '../../kit/Bar.tsx'
import { count, fixed, signed } from '../../kit/numbers.ts'
import { tokenText, visible } from '../../kit/tokens.ts'
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

const textOfRow = (batch: Batch, row: number, vocabulary: readonly string[]): string =>
  Array.from(batch.token.subarray(batch.tokenStart[row], batch.tokenStart[row + 1]), id =>
    visible(tokenText(vocabulary, id)),
  ).join('')

/** The responses of the opened group. */
export function Siblings(props: SiblingsProps) {
  const { batch, notes, world, summary, selected, limit, onSelect } = props
  const { vocabulary } = world
  const { members, advantages } = summary
  return (
    <>
      <Reading {...props} />
      <Heads />
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
                <span className="group-muted">
                  {isTruncated && <span className="chip">truncated</span>} {notes[row]}
                </span>
              </span>
              <span className="number group-muted sibling-length" title={count(tokenCount(batch, row), 'token')}>
                {tokenCount(batch, row)}
              </span>
            </button>
          )
        }}
      />
    </>
  )
}

/** What the selected response says, for those who do not know its form. */
function Reading({ batch, summary, selected, world, problem }: SiblingsProps) {
  const row = summary.members[selected]
  const { task, level, vocabulary } = world
  if (row === undefined || !task?.readAs || !level || !problem?.data) return null
  const tokens = [...batch.token.subarray(batch.tokenStart[row], batch.tokenStart[row + 1])]
  return (
    <p className="sibling-reading">
      Response {selected + 1}: <span className="mono">{textOfRow(batch, row, vocabulary)}</span> ={' '}
      {task.readAs(level, { ...problem, data: problem.data }, tokens)}
    </p>
  )
}

const Heads = () => (
  <div className="sibling sibling-head" aria-hidden="true">
    <span className="sibling-head-right">#</span>
    <span />
    <span className="sibling-head-right">reward</span>
    <span className="sibling-head-advantage">advantage</span>
    <span className="sibling-text sibling-head-words">
      <span>response</span>
      <span>verdict</span>
    </span>
    <span className="sibling-head-right">tokens</span>
  </div>
)
