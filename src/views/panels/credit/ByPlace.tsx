import { memo, useMemo, useState } from 'react'
import type { Batch } from '../../../core/batch.ts'
import { short, signedShort } from '../../kit/numbers.ts'
import type { Signal } from '../../kit/signals.ts'
import { type Average, byKind, byPosition, byToken } from './by-place.ts'

interface ByPlaceProps {
  readonly batch: Batch
  readonly vocabulary: readonly string[]
  readonly signal: Signal
  readonly values: Float32Array
}

/** Where in a response, and at which tokens, the signal is large: means over all groups of the iteration. */
export const ByPlace = memo(function ByPlace(props: ByPlaceProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details className="by-place" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{props.signal.label} by position, kind and token, in all groups</summary>
      {isOpen && <Averages {...props} />}
    </details>
  )
})

function Averages({ batch, vocabulary, signal, values }: ByPlaceProps) {
  const tables = useMemo(
    () => [
      { head: 'position', rows: byPosition(batch, values) },
      { head: 'kind', rows: byKind(batch, values, vocabulary) },
      { head: 'token', rows: byToken(batch, values, vocabulary) },
    ],
    [batch, values, vocabulary],
  )
  const distances = tables.flatMap(({ rows }) => rows.map(({ mean }) => Math.abs(mean - signal.centre)))
  const limit = Math.max(0, ...distances)
  return (
    <div className="by-place-tables">
      {tables.map(({ head, rows }) => (
        <table key={head}>
          <thead>
            <tr>
              <th scope="col">{head}</th>
              <th scope="col">
                <span className="visually-hidden">picture</span>
              </th>
              <th scope="col">mean{signal.unit === 'nats' && ', nats'}</th>
              <th scope="col">tokens</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <Row key={row.name} row={row} signal={signal} limit={limit} />
            ))}
          </tbody>
        </table>
      ))}
    </div>
  )
}

interface RowProps {
  readonly row: Average
  readonly signal: Signal
  /** Distance from the centre at the end of a bar. */
  readonly limit: number
}

function Row({ row: { name, mean, count }, signal, limit }: RowProps) {
  const away = mean - signal.centre
  const share = limit > 0 ? (100 * Math.abs(away)) / limit : 0
  const width = signal.signed ? share / 2 : share
  const left = signal.signed ? (away < 0 ? 50 - width : 50) : 0
  return (
    <tr>
      <th scope="row" className="mono">
        {name}
      </th>
      <td>
        <span className="by-place-bar" data-signed={signal.signed || undefined} aria-hidden="true">
          <i data-sign={away < 0 ? 'negative' : 'positive'} style={{ left: `${left}%`, width: `${width}%` }} />
        </span>
      </td>
      <td className="number">{signal.signed ? signedShort(mean) : short(mean)}</td>
      <td className="number">{count}</td>
    </tr>
  )
}
