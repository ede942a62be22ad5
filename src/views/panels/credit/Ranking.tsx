import { useState } from 'react'
import type { Snapshot } from '../../../core/snapshot.ts'
import { methods } from '../../../methods/index.ts'
import { Bar } from '../../kit/Bar.tsx'
import { percent, signed } from '../../kit/numbers.ts'
import type { Ranked } from './ranking.ts'
import { type Ranking as Found, useRanking } from './useRanking.ts'

interface RankingProps {
  readonly snapshot: Snapshot
  /** Id of the method of this run. */
  readonly method: string
}

/** Where the truth is known: whose credit comes closest to it, on these very responses. */
export function Ranking({ snapshot, method }: RankingProps) {
  const [isOpen, setOpen] = useState(false)
  const found = useRanking(snapshot, isOpen)
  return (
    <details className="data ranking" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>Whose credit is closest to the truth?</summary>
      {isOpen && (found ? <Table found={found} method={method} /> : <p role="status">Computing.</p>)}
    </details>
  )
}

function Table({ found: { iteration, rows, left }, method }: { readonly found: Found; readonly method: string }) {
  return (
    <>
      <p className="panel-note">
        Every method’s credit on the responses of iteration {iteration}, against the exact advantage of each generated
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
            {rows.map(row => (
              <Row key={row.ids[0]} row={row} isCurrent={row.ids.includes(method)} method={method} />
            ))}
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
        {others.length > 0 && (
          <small title={others.join(', ')}>
            {others.length === 1 ? `the same: ${others[0]}` : `the same: ${others[0]} and ${others.length - 1} more`}
          </small>
        )}
      </th>
      <td className="ranking-bar">{!Number.isNaN(correlation) && <Bar value={correlation} limit={1} />}</td>
      <td className="number">{Number.isNaN(correlation) ? 'constant' : signed(correlation)}</td>
      <td className="number">{percent(signs)}</td>
    </tr>
  )
}

const titleOf = (id: string): string => methods.get(id)?.title ?? id
