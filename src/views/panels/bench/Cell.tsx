import { shortestFloat } from '../../../core/math.ts'
import { cellStyle } from '../../kit/colours.ts'
import { short, signed } from '../../kit/numbers.ts'
import { Dots } from './Dots.tsx'
import { cellOf, type Matrix, type MatrixColumn, type MatrixRow, written } from './matrix.ts'

/** A number with all its digits. */
export const digits = (value: number): string => String(shortestFloat(value))

interface CellProps {
  readonly matrix: Matrix
  readonly row: MatrixRow
  readonly column: MatrixColumn
  readonly index: number
  readonly isDifference: boolean
  /** Its row and column, by which the keyboard finds it. */
  readonly place: string
  /** The one cell that Tab comes to. */
  readonly isStop: boolean
  readonly isChosen: boolean
  readonly onFocus: () => void
  readonly onChoose: () => void
}

/** A number on the scale that the matrix shares. The square root keeps what is small apart from nothing. */
export function Cell(props: CellProps) {
  const { matrix, row, column, index, isDifference, place, isStop, isChosen, onFocus, onChoose } = props
  const { text, value } = cellOf(matrix, row, index, isDifference) ?? { text: '', value: Number.NaN }
  const spread = row.spread?.[index]
  const weight = matrix.limit > 0 ? Math.sqrt(Math.min(1, Math.abs(value) / matrix.limit)) : 0
  const sign = spread ? 0 : Math.sign(value)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid listens for the keys of all its cells.
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrows move between the cells of a grid.
      role="gridcell"
      className="bench-cell"
      data-cell={place}
      data-sign={sign > 0 ? 'positive' : sign < 0 ? 'negative' : undefined}
      data-chosen={isChosen || undefined}
      style={cellStyle({ sign: 1, weight })}
      tabIndex={isStop ? 0 : -1}
      title={`${row.entry.title}, ${column.spoken}: ${digits(value)}. Press c to copy it.`}
      aria-label={`${row.entry.title}, ${column.spoken}: ${text === '=' ? 'equal' : text}`}
      onFocus={onFocus}
      onClick={onChoose}
    >
      {spread && <Dots values={spread} limit={matrix.limit} />}
      {text}
    </td>
  )
}

interface TotalsProps {
  readonly row: MatrixRow
  readonly limit: number
  readonly hasSum: boolean
}

/** The row as a whole, and how it stands to the base. */
export function Totals({ row: { comparison, isBase }, limit, hasSum }: TotalsProps) {
  if (!comparison) return <td colSpan={hasSum ? 4 : 3} />
  const { sum, largest, ratio, rank, flips } = comparison
  const isRounding = Math.abs(sum) < 1e-5 * Math.max(limit, 1e-9)
  return (
    <>
      {hasSum && <td className="bench-total">{isRounding ? '0' : written(sum, limit)}</td>}
      <td className="bench-total">{written(largest, limit).replace('+', '')}</td>
      <td className="bench-total bench-quiet">{!isBase && !Number.isNaN(ratio) && `${short(ratio)}×`}</td>
      <td className="bench-total bench-quiet">
        {!isBase && (Number.isNaN(rank) ? '–' : signed(rank).replace('+', ''))}
        {flips > 0 && (
          <span className="bench-flips" title={`${flips} of the numbers have the other sign than in the base row`}>
            {' '}
            {flips}±
          </span>
        )}
      </td>
    </>
  )
}
