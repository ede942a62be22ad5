import { useState } from 'react'
import { Icon } from './Icon.tsx'
import { lazyPart } from './lazyPart.tsx'

const ShareDialog = lazyPart({
  what: 'Sharing',
  load: () => import('./ShareDialog.tsx'),
  close: ({ onClose }) => onClose(),
})

export function Share() {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className="button"
        aria-haspopup="dialog"
        title="A link to this setup, or to this moment"
        onClick={() => setOpen(true)}
      >
        <Icon name="share" />
        Share
      </button>
      {isOpen && <ShareDialog onClose={() => setOpen(false)} />}
    </>
  )
}
