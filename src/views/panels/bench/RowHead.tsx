import { conventionNamed, titleOf } from '../../../core/conventions.ts'
import { conventionsOf, keyUnder } from '../../../methods/bench.ts'
import { MethodLink } from '../../catalogue/MethodLink.tsx'
import type { Bench } from './BenchPanel.tsx'
import type { MatrixRow } from './matrix.ts'

interface RowHeadProps {
  readonly bench: Bench
  readonly row: MatrixRow
}

/** A method's name, whose settings it has, and what can be done with its row. */
export function RowHead({ bench, row }: RowHeadProps) {
  const { rows, setRows } = bench
  const { entry, isBase } = row
  const { id, title } = entry.method.method
  const others = rows.rows.filter(key => key !== entry.key)
  return (
    <th scope="row" className="bench-name">
      <span className="bench-title">
        {entry.isOwn ? <span>{title}</span> : <MethodLink id={id}>{title}</MethodLink>}
        {isBase ? (
          <span className="bench-base">base</span>
        ) : (
          <span className="bench-acts">
            <button
              type="button"
              title={`Compare every row with ${entry.title}`}
              aria-label={`Make ${entry.title} the base`}
              onClick={() => setRows(rows.rows, entry.key)}
            >
              base
            </button>
            <button
              type="button"
              title={`Take ${entry.title} off the bench`}
              aria-label={`Take ${entry.title} off the bench`}
              onClick={() => setRows(others)}
            >
              ×
            </button>
          </span>
        )}
      </span>
      {!entry.isOwn && <Settings bench={bench} row={row} />}
      {entry.note && (
        <span className="bench-note" title={entry.note}>
          {entry.note}
        </span>
      )}
    </th>
  )
}

/** A trainer and its version at once: the row takes its settings in place. */
function Settings({ bench: { rows, setRows, own }, row: { entry, isBase } }: RowHeadProps) {
  const { id } = entry.method.method
  const known = conventionsOf(entry.method)
  if (known.length === 0) return null
  const word = entry.key.split('@')[1]
  const chosen = word === undefined ? '' : (conventionNamed(word) ?? '')
  const choose = (name: string) => {
    const key = keyUnder(id, conventionNamed(name))
    const changed = rows.rows.map(was => (was === entry.key ? key : was))
    setRows(changed, isBase ? key : rows.base)
  }
  return (
    <select
      className="bench-settings"
      aria-label={`Settings of ${entry.title}`}
      value={chosen}
      onChange={event => choose(event.target.value)}
    >
      <option value="">{own.method === id ? 'as in this run' : 'as here by default'}</option>
      {known.map(convention => (
        <option key={convention} value={convention}>
          {convention === 'paper' ? 'as in its paper' : `as in ${titleOf(convention)}`}
        </option>
      ))}
    </select>
  )
}
