import { type KeyboardEvent, type RefObject, useRef, useState } from 'react'
import { clamp } from '../../../core/math.ts'

export interface CellPlace {
  readonly row: number
  readonly column: number
}

/** Where a key leads from a cell; undefined for keys that do not move. */
export function movedTo(key: string, { row, column }: CellPlace, columns: number): CellPlace | undefined {
  switch (key) {
    case 'ArrowUp':
      return { row: row - 1, column }
    case 'ArrowDown':
      return { row: row + 1, column }
    case 'ArrowLeft':
      return { row, column: column - 1 }
    case 'ArrowRight':
      return { row, column: column + 1 }
    case 'Home':
      return { row, column: 0 }
    case 'End':
      return { row, column: columns - 1 }
    default:
      return undefined
  }
}

interface Cells {
  readonly table: RefObject<HTMLTableElement | null>
  /** The one cell that Tab comes to. */
  readonly stop: CellPlace
  readonly setStop: (place: CellPlace) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** The keyboard of a grid: arrows, Home and End move; other keys go to `onKey`, which says whether it took them. */
export function useCells(rows: number, columns: number, onKey: (key: string, place: CellPlace) => boolean): Cells {
  const [held, setStop] = useState<CellPlace>({ row: 0, column: 0 })
  const table = useRef<HTMLTableElement>(null)
  const inside = ({ row, column }: CellPlace): CellPlace => ({
    row: clamp(row, 0, Math.max(0, rows - 1)),
    column: clamp(column, 0, Math.max(0, columns - 1)),
  })
  const stop = inside(held)
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset.cell === undefined) return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const next = movedTo(event.key, stop, columns)
    if (!next && !onKey(event.key, stop)) return
    event.preventDefault()
    if (!next) return
    const { row, column } = inside(next)
    setStop({ row, column })
    table.current?.querySelector<HTMLElement>(`[data-cell="${row} ${column}"]`)?.focus()
  }
  return { table, stop, setStop, onKeyDown }
}
