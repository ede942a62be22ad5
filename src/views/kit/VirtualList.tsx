import { useVirtualizer } from '@tanstack/react-virtual'
import { Fragment, type ReactNode, useEffect, useRef } from 'react'
import { usePrinting } from './useMedia.ts'
import './kit.css'

interface VirtualListProps {
  readonly count: number
  /** Estimated height of a row in pixels; rows are measured once drawn. */
  readonly estimate: number
  readonly render: (index: number) => ReactNode
  /** A row that is scrolled into view when it changes. */
  readonly current?: number
  readonly className?: string
  /** Names the region that scrolls. */
  readonly label: string
}

/** Rows beyond this number are drawn only while they are in view. */
const threshold = 40

/** A list that stays quick with thousands of rows. Short lists, and all on paper, are drawn whole and scroll with the page. */
export function VirtualList(props: VirtualListProps) {
  const { count, render, className } = props
  const isPrinting = usePrinting()
  if (count > threshold && !isPrinting) return <Windowed {...props} />
  return (
    <div className={className}>
      {Array.from({ length: count }, (_, index) => index).map(index => (
        <Fragment key={index}>{render(index)}</Fragment>
      ))}
    </div>
  )
}

function Windowed({ count, estimate, render, current, label }: VirtualListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    overscan: 4,
  })
  useEffect(() => {
    if (current !== undefined) virtual.scrollToIndex(current, { align: 'auto' })
  }, [virtual, current])
  return (
    <section
      ref={scroller}
      className="window"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label={`${label}, ${count} in all`}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
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
    </section>
  )
}
