import { Dialog } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import { keySheet } from './keys.ts'
import type { Keyboard } from './useKeyboard.ts'

interface HelpSheetProps extends Keyboard {
  /** Buttons that have no room in the bar of a narrow screen. */
  readonly children?: ReactNode
}

/** What every key does, and the switch that turns them off. */
export default function HelpSheet({ isOpen, setOpen, areKeysOn, setKeysOn, children }: HelpSheetProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog help">
          <Dialog.Title className="dialog-title">Keyboard</Dialog.Title>
          <Dialog.Close className="button button-icon dialog-close" aria-label="Close">
            <Icon name="close" />
          </Dialog.Close>
          {children}
          <div className="help-columns">
            {keySheet.map(({ title, bindings }) => (
              <section key={title}>
                <h3>{title}</h3>
                <dl className="help-keys">
                  {bindings.map(({ command, keys, does }) => (
                    <div key={command}>
                      <dt>
                        {keys.map(key => (
                          <kbd key={key}>{key}</kbd>
                        ))}
                      </dt>
                      <dd>{does}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
          <label className="help-switch">
            <input type="checkbox" checked={areKeysOn} onChange={event => setKeysOn(event.target.checked)} />
            Single-key shortcuts
          </label>
          <p className="panel-note">
            In number fields ↑ and ↓ change the value. Everything is computed and kept on this machine; nothing is sent
            anywhere.
          </p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
