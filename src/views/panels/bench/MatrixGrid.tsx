import type { Selection } from '../../../store/state.ts'
import type { PanelProps } from '../../panel.ts'
import type { Bench } from './BenchPanel.tsx'
import { Cell, digits, Totals } from './Cell.tsx'
import { cellOf, type MatrixColumn, type MatrixRow } from './matrix.ts'
import { RewardRow } from './RewardRow.tsx'
import { RowHead } from './RowHead.tsx'
import { useCells } from './useCells.ts'

interface GridProps extends Pick<PanelProps, 'onSelect'> {
  readonly bench: Bench
}

/** What a choice of a column selects, in every view. */
export function choiceOf({ look, place }: Bench, { at }: MatrixColumn): Partial<Selection> {
  if (look.scope === 'all') return { group: at, rollout: 0, token: 0 }
  return look.quantity === 'credit' ? { token: at } : { rollout: at, token: place.token }
}

/** Whether the column is the one that is selected. */
export function isChosen({ look, place }: Bench, { at }: MatrixColumn): boolean {
  if (look.scope === 'all') return at === place.group
  return at === (look.quantity === 'credit' ? place.token : place.rollout)
}

/** Methods down, responses (or tokens, or groups) across: numbers on one signed scale. */
export function MatrixGrid({ bench, onSelect }: GridProps) {
  const { matrix, look } = bench
  const { rows, columns } = matrix
  const { table, stop, setStop, onKeyDown } = useCells(rows.length, columns.length, (key, place) => {
    const [row, column] = [rows[place.row], columns[place.column]]
    const shown = row && cellOf(matrix, row, place.column, look.isDifference)
    if (key === 'Enter' && column) onSelect(choiceOf(bench, column))
    // A browser that refuses the clipboard has the digits in the cell's title all the same.
    else if (key === 'c' && shown) navigator.clipboard?.writeText(digits(shown.value)).catch(() => undefined)
    else return false
    return true
  })
  return (
    <section
      className="bench-scroll"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label="Methods by columns"
    >
      <table
        ref={table}
        className="bench-grid"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrows move between its cells.
        role="grid"
        aria-label={gridLabel(bench)}
        onKeyDown={onKeyDown}
      >
        <thead>
          <ColumnHeads bench={bench} onSelect={onSelect} />
          {look.scope === 'group' && look.quantity !== 'credit' && <RewardRow bench={bench} onSelect={onSelect} />}
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={row.entry.key} data-base={row.isBase || undefined} data-own={row.entry.isOwn || undefined}>
              <RowHead bench={bench} row={row} />
              {row.because === undefined ? (
                <>
                  {columns.map((column, c) => (
                    <Cell
                      key={column.at}
                      {...{ matrix, row, column }}
                      index={c}
                      isDifference={look.isDifference}
                      place={`${r} ${c}`}
                      isStop={r === stop.row && c === stop.column}
                      isChosen={isChosen(bench, column)}
                      onFocus={() => setStop({ row: r, column: c })}
                      onChoose={() => onSelect(choiceOf(bench, column))}
                    />
                  ))}
                  <Totals row={row} limit={matrix.limit} hasSum={look.scope === 'group'} />
                </>
              ) : (
                <Because bench={bench} row={row} />
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Why a row has no numbers. */
const Because = ({ bench: { matrix, look }, row }: { readonly bench: Bench; readonly row: MatrixRow }) => (
  <td className="bench-because" colSpan={matrix.columns.length + (look.scope === 'group' ? 4 : 3)}>
    {row.because}
  </td>
)

function ColumnHeads({ bench, onSelect }: GridProps) {
  const { matrix, look } = bench
  return (
    <tr>
      <th scope="col" className="bench-name">
        {columnName(bench)}
      </th>
      {matrix.columns.map(column => (
        <th key={column.at} scope="col" className="bench-column" data-chosen={isChosen(bench, column) || undefined}>
          <button
            type="button"
            tabIndex={-1}
            aria-label={`Select ${column.spoken}`}
            onClick={() => onSelect(choiceOf(bench, column))}
          >
            <span className="mono">{column.label}</span> <span className="bench-mark">{column.mark}</span>
          </button>
        </th>
      ))}
      {look.scope === 'group' && <th scope="col">sum</th>}
      <th scope="col">
        <abbr title="Largest size of all numbers of the row">|A| max</abbr>
      </th>
      <th scope="col">
        <abbr title="Largest size, over that of the base row">to base</abbr>
      </th>
      <th scope="col">
        <abbr title="Agreement with the order of the base row: 1 is the same order, −1 the opposite">rank</abbr>
      </th>
    </tr>
  )
}

const columnName = ({ look, place }: Bench): string => {
  if (look.scope === 'all') return 'group'
  return look.quantity === 'credit' ? `response ${place.rollout + 1}` : 'sibling'
}

const gridLabel = ({ look, place }: Bench): string => {
  const of = look.scope === 'all' ? 'all groups' : `group ${place.group + 1}`
  return `${look.quantity} of ${of} under each method${look.isDifference ? ', as difference to the base' : ''}`
}
