import { Popover } from '@base-ui/react/popover'
import type { ReactNode } from 'react'
import './kit.css'

interface HelpProps {
  readonly name: string
  readonly value?: string
  /** The formula with its numbers. */
  readonly formula?: string
  /** What to expect, in one line. */
  readonly note: string
  readonly children: ReactNode
}

/** A word that explains itself on hover, focus and click: name, value, formula with numbers, what to expect. */
export function Help({ name, value, formula, note, children }: HelpProps) {
  return (
    <Popover.Root>
      <Popover.Trigger className="term" openOnHover delay={250}>
        {children}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} collisionPadding={8}>
          <Popover.Popup className="popover" initialFocus={false}>
            <Popover.Title className="popover-title">
              <span>{name}</span>
              {value !== undefined && <span className="number">{value}</span>}
            </Popover.Title>
            {formula !== undefined && <p className="popover-formula">{formula}</p>}
            <Popover.Description className="panel-note">{note}</Popover.Description>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
