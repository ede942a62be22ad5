import { Dialog } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import { keySheet } from './keys.ts'
import { useKeyboard } from './useKeyboard.ts'

/** The `?` button, the sheet behind it, and the keys themselves. */
export function HelpSheet({ children }: { readonly children?: ReactNode }) {
  const { isOpen, setOpen, areKeysOn, setKeysOn } = useKeyboard()
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger className="button button-icon" aria-label="Keyboard and help" title="Keyboard and help (?)">
        ?
      </Dialog.Trigger>
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
