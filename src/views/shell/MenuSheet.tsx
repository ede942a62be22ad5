import { Dialog } from '@base-ui/react/dialog'
import { playground } from '../../store/route.ts'
import { Icon } from './Icon.tsx'
import { useRun } from './page.ts'
import { Seed } from './Seed.tsx'
import { Share } from './Share.tsx'
import { PageLinks } from './TopBar.tsx'
import { SpeedChoice, Steps } from './Transport.tsx'

interface MenuSheetProps {
  readonly page: string
  readonly onHelp: () => void
  readonly onClose: () => void
}

/** The menu of a narrow screen: pages, the less used half of the transport, sharing, help. */
export default function MenuSheet({ page, onHelp, onClose }: MenuSheetProps) {
  const isLog = useRun(run => run.log !== undefined)
  const help = () => {
    onClose()
    onHelp()
  }
  return (
    <Dialog.Root open onOpenChange={isOpen => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog menu-sheet">
          <Dialog.Title className="dialog-title">Menu</Dialog.Title>
          <Dialog.Close className="button button-icon dialog-close" aria-label="Close">
            <Icon name="close" />
          </Dialog.Close>
          <nav className="menu-pages" aria-label="Pages">
            <PageLinks page={page} menu="pages" onLeave={onClose} />
            <PageLinks page={page} menu="tools" onLeave={onClose} />
          </nav>
          {page === playground && !isLog && (
            <div className="menu-steps">
              <Steps />
              <SpeedChoice />
              <Seed />
            </div>
          )}
          <div className="menu-steps">
            <Share />
            <button type="button" className="button" onClick={help}>
              Theme, backend, help
            </button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
