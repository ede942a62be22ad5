import { useState } from 'react'
import { Icon } from './Icon.tsx'
import { lazyPart } from './lazyPart.tsx'

export const FindDialog = lazyPart({
  what: 'Finding',
  load: () => import('../find/FindDialog.tsx'),
  close: ({ onClose }) => onClose(),
})

/** For a finger what the key `/` is for the keyboard. */
export function Find() {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className="button button-icon take-button"
        aria-label="Find"
        aria-haspopup="dialog"
        title="Find a text, or what was clipped, is large or is no number (/)"
        onClick={() => setOpen(true)}
      >
        <Icon name="find" />
      </button>
      {isOpen && <FindDialog onClose={() => setOpen(false)} />}
    </>
  )
}
