import { useVirtualizer } from '@tanstack/react-virtual'
import { Fragment, type ReactNode, useRef } from 'react'
import './kit.css'

interface VirtualListProps {
  readonly count: number
  /** Estimated height of a row in pixels; rows are measured once drawn. */
  readonly estimate: number
  readonly render: (index: number) => ReactNode
  readonly role?: string
  readonly label?: string
}

/** Rows beyond this number are drawn only while they are in view. */
const threshold = 100

/** A list that stays quick with thousands of rows. Short lists are drawn whole and scroll with the page. */
export function VirtualList(props: VirtualListProps) {
  const { count, render, role, label } = props
  if (count > threshold) return <Windowed {...props} />
  return (
    <div role={role} aria-label={label}>
      {Array.from({ length: count }, (_, index) => index).map(index => (
        <Fragment key={index}>{render(index)}</Fragment>
      ))}
    </div>
  )
}

function Windowed({ count, estimate, render, role, label }: VirtualListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    overscan: 8,
  })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <div
      ref={scroller}
      className="window"
      tabIndex={0}
      role="region"
      aria-label={`${label ?? 'Rows'}, ${count} in all`}
    >
      <div role={role} aria-label={label} style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(item => (
          <div
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            className="window-row"
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {render(item.index)}
          </div>
        ))}
      </div>
    </div>
  )
}
