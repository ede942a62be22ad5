import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Icon } from './Icon.tsx'
import { lazyPart } from './lazyPart.tsx'
import { Skeleton } from './Skeleton.tsx'
import './settings.css'

const Setup = lazyPart({ what: 'The setup', load: () => import('./Setup.tsx'), fallback: <Skeleton rows={18} /> })

interface SettingsProps {
  /** Beside the work, where it stays; otherwise over it, until it is closed. */
  readonly isPinned: boolean
  /** Undefined where there is no room to stay. */
  readonly onPin?: (isPinned: boolean) => void
  readonly onClose: () => void
}

/** All settings: a drawer over the left of the work, or pinned as a column of its own. */
export function Settings({ isPinned, onPin, onClose }: SettingsProps) {
  const drawer = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!isPinned) drawer.current?.focus()
  }, [isPinned])
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isPinned) return
    event.stopPropagation()
    onClose()
  }
  return (
    <section
      className="section settings"
      data-pinned={isPinned || undefined}
      aria-label="All settings"
      tabIndex={-1}
      ref={drawer}
      onKeyDown={onKey}
    >
      <div className="settings-head">
        <h2>All settings</h2>
        {onPin && (
          <button
            type="button"
            className="button button-icon"
            aria-label="Pin the settings"
            aria-pressed={isPinned}
            title={isPinned ? 'Unpin: over the work, and away when closed' : 'Pin: beside the work, now and next time'}
            onClick={() => onPin(!isPinned)}
          >
            <Icon name="pin" />
          </button>
        )}
        <button type="button" className="button button-icon" aria-label="Close the settings" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <div className="section-body">
        <Setup />
      </div>
    </section>
  )
}
