import { sum } from '../../../core/math.ts'
import type { Interference, Motion } from '../../../core/motion.ts'
import { Bar, Signed } from '../../kit/Bar.tsx'
import { signed } from '../../kit/numbers.ts'
import { type SiblingRow, siblingNames } from './siblings.ts'

interface InfluenceProps {
  readonly motion: Motion
  readonly rows: readonly SiblingRow[]
  /** Index within the group. */
  readonly selected: number
}

/** Whose push moved the selected response: the predicted change, taken apart. */
export function Influence({ motion, rows, selected }: InfluenceProps) {
  const { interference } = motion
  const row = rows.find(({ siblings }) => siblings.includes(selected))
  if (!row) return null
  return (
    <section className="card" aria-label="Who moved it">
      <h3 className="card-title">Who moved response {siblingNames(row)}</h3>
      {'because' in interference ? (
        <p className="panel-note">No account: {interference.because}.</p>
      ) : (
        <Parts interference={interference} rows={rows} row={row} />
      )}
    </section>
  )
}

interface Part {
  readonly name: string
  readonly value: number
}

/** What each different response, the other groups and the past did to one response. */
export function partsOf({ from, others, earlier }: Interference, rows: readonly SiblingRow[], row: SiblingRow): Part[] {
  const target = row.siblings[0]!
  const parts = rows.map(one => ({
    name: one === row ? `itself (${siblingNames(one)})` : `response ${siblingNames(one)}`,
    value: sum(one.siblings.map(sibling => from[sibling]?.[target] ?? 0)),
  }))
  return [
    ...parts.sort((a, b) => Math.abs(b.value) - Math.abs(a.value)),
    { name: 'other groups and the regulariser', value: others[target] ?? 0 },
    { name: 'earlier iterations (momentum, decay)', value: earlier[target] ?? 0 },
  ]
}

/** More than these would be a list that nobody reads; the rest is summed up. */
const shown = 8

function Parts({
  interference,
  rows,
  row,
}: {
  readonly interference: Interference
  readonly rows: readonly SiblingRow[]
  readonly row: SiblingRow
}) {
  const all = partsOf(interference, rows, row)
  const siblings = all.slice(0, -2)
  const rest = siblings.slice(shown)
  const parts = [
    ...siblings.slice(0, shown),
    ...(rest.length > 0 ? [{ name: `${rest.length} more responses`, value: sum(rest.map(({ value }) => value)) }] : []),
    ...all.slice(-2),
  ]
  const limit = Math.max(...parts.map(({ value }) => Math.abs(value)))
  return (
    <>
      <table className="influence">
        <tbody>
          {parts.map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="influence-bar">
                <Bar value={value} limit={limit} />
              </td>
              <td>
                <Signed value={value} text={signed(value, 3)} />
              </td>
            </tr>
          ))}
          <tr className="influence-sum">
            <th scope="row">together: predicted</th>
            <td />
            <td>
              <Signed value={sum(all.map(({ value }) => value))} text={signed(sum(all.map(({ value }) => value)), 3)} />
            </td>
          </tr>
        </tbody>
      </table>
      <p className="panel-note">
        Change of the whole response's log-probability, to first order. A push moves weights, and weights are shared:
        that is how one response carries another along.
      </p>
    </>
  )
}
