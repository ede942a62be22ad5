import { Dialog } from '@base-ui/react/dialog'
import Backend from './Backend.tsx'
import { Icon } from './Icon.tsx'
import { keySheet } from './keys.ts'
import { useActions, usePage } from './page.ts'
import type { Keyboard } from './useKeyboard.ts'
import './help.css'

const themes = ['system', 'light', 'dark'] as const

/** The theme, what the numbers are computed on, and what every key does. */
export default function HelpSheet({ isOpen, setOpen, areKeysOn, setKeysOn }: Keyboard) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog help">
          <Dialog.Title className="dialog-title">Help</Dialog.Title>
          <Dialog.Close className="button button-icon dialog-close" aria-label="Close">
            <Icon name="close" />
          </Dialog.Close>
          <div className="help-page">
            <Theme />
            <Backend />
          </div>
          <div className="help-columns">
            {keySheet.map(({ title, bindings }) => (
              <section key={title}>
                <h3>{title}</h3>
                <dl className="help-keys">
                  {bindings.map(({ command, keys, does }) => (
                    <div key={`${command} ${does}`}>
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

function Theme() {
  const theme = usePage(state => state.theme)
  const { chooseTheme } = useActions()
  return (
    <fieldset className="help-theme">
      <legend>Theme</legend>
      {themes.map(known => (
        <label key={known}>
          <input type="radio" name="theme" checked={known === theme} onChange={() => chooseTheme(known)} />
          {known}
        </label>
      ))}
    </fieldset>
  )
}
