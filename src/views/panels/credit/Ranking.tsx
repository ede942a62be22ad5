import { useState } from 'react'
import type { Snapshot } from '../../../core/snapshot.ts'
import { methods } from '../../../methods/index.ts'
import { Bar } from '../../kit/Bar.tsx'
import { count, percent, signed } from '../../kit/numbers.ts'
import { isToldTheTruth, type Ranked, rankable } from './ranking.ts'
import { type Ranking as Found, useRanking } from './useRanking.ts'

interface RankingProps {
  readonly snapshot: Snapshot
  /** Id of the method of this run. */
  readonly method: string
  readonly group: number
  readonly onGroup: (group: number) => void
}

/** Where the truth is known: whose credit comes closest to it, on these very responses. */
export function Ranking({ snapshot, method, group, onGroup }: RankingProps) {
  const [isOpen, setOpen] = useState(false)
  const found = useRanking(snapshot, isOpen)
  return (
    <details className="data ranking" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>Whose credit is closest to the truth?</summary>
      {isOpen && <Where groups={rankable(snapshot.batch)} group={group} onGroup={onGroup} />}
      {isOpen && (found ? <Table found={found} method={method} /> : <p role="status">Computing.</p>)}
    </details>
  )
}

interface WhereProps extends Pick<RankingProps, 'group' | 'onGroup'> {
  /** Those that have something to rank. */
  readonly groups: readonly number[]
}

/** Where every token of the group is worth nothing, another group is offered. */
function Where({ groups, group, onGroup }: WhereProps) {
  const [other] = groups
  if (groups.includes(group)) return null
  if (other === undefined) {
    return <p className="panel-note">Nothing to rank here: no token of this batch changes how its response will end.</p>
  }
  return (
    <p className="panel-note">
      This group has nothing to rank: none of its tokens changes how its response will end.{' '}
      <button type="button" className="button button-small" onClick={() => onGroup(other)}>
        Group {other + 1} has
      </button>
    </p>
  )
}

function Table({ found: { iteration, rows, left }, method }: { readonly found: Found; readonly method: string }) {
  const ranked = rows.filter(({ agreement }) => !Number.isNaN(agreement.correlation))
  const constant = rows.filter(row => !ranked.includes(row)).flatMap(({ ids }) => ids)
  return (
    <>
      <p className="panel-note">
        Every method’s credit on all responses of iteration {iteration}, against the exact advantage of each generated
        token. Parameters at their defaults, no memory of earlier iterations.
        {left.length > 0 && ` Left out: ${left.length}, whose needs this batch does not fill.`}
      </p>
      <section
        className="data-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
        aria-label="Agreement with the exact advantage"
      >
        <table>
          <thead>
            <tr>
              <th scope="col">Method</th>
              <th scope="col" colSpan={2}>
                Correlation
              </th>
              <th scope="col">Same sign</th>
            </tr>
          </thead>
          <tbody>
            {ranked.map(row => (
              <Row key={row.ids[0]} row={row} isCurrent={row.ids.includes(method)} method={method} />
            ))}
            {constant.length > 0 && <Constant ids={constant} isCurrent={constant.includes(method)} />}
          </tbody>
        </table>
      </section>
    </>
  )
}

interface RowProps {
  readonly row: Ranked
  readonly isCurrent: boolean
  readonly method: string
}

/** A method stands for all that give the same credit; the run's own one when it is among them. */
function Row({ row: { ids, agreement }, isCurrent, method }: RowProps) {
  const name = isCurrent ? method : ids[0]
  const others = ids.filter(id => id !== name).map(titleOf)
  const { correlation, signs } = agreement
  return (
    <tr aria-current={isCurrent || undefined}>
      <th scope="row">
        {titleOf(name)}
        {isCurrent && <span className="chip">this run</span>}
        {isToldTheTruth(name) && (
          <span className="chip" title="It is told values that only a task this small can compute exactly.">
            given exact values
          </span>
        )}
        {others.length > 0 && (
          <small title={others.join(', ')}>
            {others.length === 1 ? `the same: ${others[0]}` : `the same: ${others[0]} and ${others.length - 1} more`}
          </small>
        )}
      </th>
      <td className="ranking-bar">
        <Bar value={correlation} limit={1} />
      </td>
      <td className="number">{signed(correlation)}</td>
      <td className="number">{percent(signs)}</td>
    </tr>
  )
}

/** All that give every token of this batch the same, in one row: a constant correlates with nothing. */
const Constant = ({ ids, isCurrent }: { readonly ids: readonly string[]; readonly isCurrent: boolean }) => (
  <tr aria-current={isCurrent || undefined}>
    <th scope="row" colSpan={4}>
      {count(ids.length, 'method')} with the same credit on every token here
      {isCurrent && <span className="chip">this run among them</span>}
      <small>{ids.map(titleOf).join(', ')}</small>
    </th>
  </tr>
)

const titleOf = (id: string): string => methods.get(id)?.title ?? id
