import { useState } from 'react'
import { Icon } from './Icon.tsx'
import { lazyPart } from './lazyPart.tsx'

const MenuSheet = lazyPart({
  what: 'The menu',
  load: () => import('./MenuSheet.tsx'),
  close: ({ onClose }) => onClose(),
})

interface MenuProps {
  readonly page: string
  readonly onHelp: () => void
}

/** On a narrow screen: everything that the bar has no room for. */
export function Menu({ page, onHelp }: MenuProps) {
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <button
        type="button"
        className="button button-icon topbar-menu"
        aria-label="Menu"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Icon name="more" />
      </button>
      {isOpen && <MenuSheet page={page} onHelp={onHelp} onClose={close} />}
    </>
  )
}
