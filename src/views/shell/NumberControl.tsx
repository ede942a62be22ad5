import { useEffect, useRef, useState } from 'react'
import { legalise, type NumberParam } from '../../core/params.ts'
import { ControlRow, type RowProps } from './ControlRow.tsx'
import { nudge, positionOf, valueAt, written } from './scale.ts'

interface NumberControlProps extends Omit<RowProps, 'children' | 'spec'> {
  readonly spec: NumberParam
  readonly value: number
  readonly onValue: (value: number) => void
  /** Hears of every place that the hand passes; for what can follow at once. */
  readonly onDraft?: (value: number) => void
}

/** Fine enough for a hand, coarse enough for a key. */
const notches = 400
/** Keys repeat faster than a run can be opened. */
const settle = 180

/** A slider and a field for one number. The run hears of it when the hand rests. */
export function NumberControl({ spec, value, onValue, onDraft, ...row }: NumberControlProps) {
  const [draft, setDraft] = useState<number>()
  const [typed, setTyped] = useState<string>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const shown = draft ?? value

  const commit = (next: number) => {
    clearTimeout(timer.current)
    setDraft(undefined)
    if (next !== value) onValue(next)
  }
  const commitSoon = (next: number) => {
    setDraft(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => commit(next), settle)
  }
  const commitTyped = () => {
    if (typed === undefined) return
    setTyped(undefined)
    // The keyboard of some countries has a comma where others have a point.
    const legal = legalise(row.name, spec, typed.trim().replace(',', '.').replace('−', '-'))
    if (typed.trim() !== '' && !legal.notice?.includes('expected a number, got')) commit(Number(legal.value))
  }

  return (
    <ControlRow {...row} spec={spec}>
      <span className="control-box number-control">
        <input
          type="range"
          className="slider"
          min={0}
          max={notches}
          value={Math.round(notches * positionOf(spec, shown))}
          style={{ '--fill': `${100 * positionOf(spec, shown)}%` } as React.CSSProperties}
          disabled={row.disabledBecause !== undefined}
          aria-label={`${spec.label}, slider`}
          aria-valuetext={written(shown)}
          tabIndex={-1}
          onChange={event => {
            const next = valueAt(spec, Number(event.target.value) / notches)
            setDraft(next)
            onDraft?.(next)
          }}
          onPointerUp={event => commit(valueAt(spec, Number(event.currentTarget.value) / notches))}
          onKeyUp={event => commitSoon(valueAt(spec, Number(event.currentTarget.value) / notches))}
        />
        <input
          id={row.inputId}
          className="number-field"
          inputMode="decimal"
          autoComplete="off"
          value={typed ?? written(shown)}
          disabled={row.disabledBecause !== undefined}
          onFocus={event => event.target.select()}
          onChange={event => setTyped(event.target.value)}
          onBlur={commitTyped}
          onKeyDown={event => {
            if (event.key === 'Enter') commitTyped()
            else if (event.key === 'Escape') setTyped(undefined)
            else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
              event.preventDefault()
              setTyped(undefined)
              commitSoon(nudge(spec, shown, event.key === 'ArrowUp' ? 1 : -1))
            }
          }}
        />
      </span>
    </ControlRow>
  )
}
