import { type KeyboardEvent, type MouseEvent, memo } from 'react'
import { clamp } from '../../core/math.ts'
import { barsOf } from './overview.ts'
import type { Domain } from './scales.ts'
import './kit.css'

interface OverviewProps {
  readonly label: string
  readonly values: Float32Array
  readonly start: number
  readonly end: number
  readonly domain: Domain
  /** Position within the response, or undefined when another one is selected. */
  readonly selected: number | undefined
  readonly onToken: (position: number) => void
  readonly onRow?: (change: -1 | 1) => void
}

/** A long response as one line of bars, one per few tokens. A click or the arrows move the selection along it. */
export const Overview = memo(function Overview(props: OverviewProps) {
  const { label, values, start, end, domain, selected, onToken, onRow } = props
  const size = end - start
  const { count, positive, negative } = barsOf(values, start, end, domain)
  const pick = (position: number) => onToken(clamp(position, 0, size - 1))
  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    pick(Math.floor(((event.clientX - left) / Math.max(1, width)) * size))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const at = selected ?? 0
    const page = Math.ceil(size / 20)
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1, PageUp: at - page, PageDown: at + page, Home: 0, End: size }[
      event.key
    ]
    const row = { ArrowUp: -1 as const, ArrowDown: 1 as const }[event.key]
    if (event.ctrlKey || event.metaKey || event.altKey || (next === undefined && row === undefined)) return
    event.preventDefault()
    event.stopPropagation()
    if (next !== undefined) pick(next)
    if (row !== undefined) onRow?.(row)
  }
  return (
    <div
      className="overview"
      role="slider"
      tabIndex={selected === undefined ? -1 : 0}
      aria-label={label}
      aria-valuemin={1}
      aria-valuemax={size}
      aria-valuenow={(selected ?? 0) + 1}
      aria-valuetext={selected === undefined ? `${size} tokens` : `token ${selected + 1} of ${size}`}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <svg viewBox={`0 0 ${count} 2`} preserveAspectRatio="none" aria-hidden="true">
        <path className="overview-zero" d={`M0 ${domain.kind === 'signed' ? 1 : 2}h${count}`} />
        <path className="overview-positive" data-kind={domain.kind} d={positive} />
        <path className="overview-negative" d={negative} />
      </svg>
      {selected !== undefined && <i style={{ left: `${(100 * (selected + 0.5)) / size}%` }} />}
    </div>
  )
})
