import { type KeyboardEvent, type ReactNode, useRef } from 'react'

export interface TabEntry {
  readonly id: string
  readonly title: string
}

interface TabListProps {
  /** Names the row, and ties it to its panel by id. */
  readonly label: string
  readonly tabs: readonly TabEntry[]
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
  readonly className?: string
}

const tabId = (label: string, id: string): string => `${label}-tab-${id}`
const panelId = (label: string, id: string): string => `${label}-panel-${id}`

/** A row of tabs, one of them chosen. The arrow keys, Home and End go along the row and choose. */
export function TabList({ label, tabs, chosen, onChoose, className = 'tabs' }: TabListProps) {
  const row = useRef<HTMLDivElement>(null)
  const onKey = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === chosen)
    const next = tabs[placeAfter(event.key, at, tabs.length) ?? -1]
    if (!next) return
    event.preventDefault()
    onChoose(next.id)
    row.current?.querySelector<HTMLElement>(`[id="${tabId(label, next.id)}"]`)?.focus()
  }
  return (
    <div className={className} role="tablist" aria-label={label} ref={row} onKeyDown={onKey}>
      {tabs.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          role="tab"
          className="tab"
          id={tabId(label, id)}
          aria-selected={id === chosen}
          aria-controls={id === chosen ? panelId(label, id) : undefined}
          tabIndex={id === chosen ? 0 : -1}
          data-active={id === chosen || undefined}
          onClick={() => onChoose(id)}
        >
          {title}
        </button>
      ))}
    </div>
  )
}

/** The row goes round: after the last comes the first. */
function placeAfter(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count
    case 'ArrowLeft':
      return (at - 1 + count) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}

interface TabPanelProps {
  /** Of its row. */
  readonly label: string
  readonly id: string
  readonly className: string
  readonly children: ReactNode
}

/** What the chosen tab shows. */
export const TabPanel = ({ label, id, className, children }: TabPanelProps) => (
  <div
    className={className}
    role="tabpanel"
    id={panelId(label, id)}
    aria-labelledby={tabId(label, id)}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    tabIndex={0}
  >
    {children}
  </div>
)
