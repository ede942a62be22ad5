import { useRef } from 'react'
import { openLog } from '../../store/open-log.ts'
import { useActions } from '../shell/page.ts'
import { type Chosen, hasPickers, pickFiles, pickFolder, sourcesOf } from './sources.ts'

/** Buttons that ask the browser for files, or for all files of a folder. `isFirst`: nothing else is to be done yet. */
export function Ways({ isFirst }: { readonly isFirst: boolean }) {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const { notify } = useActions()
  const take = (list: FileList | null) => {
    if (list && list.length > 0) openLog.open(sourcesOf([...list]))
  }
  // The browser's own dialogs hand over what can be read again later.
  const ask = async (pick: () => Promise<Chosen | undefined>, otherwise: HTMLInputElement | null) => {
    if (!hasPickers()) return otherwise?.click()
    try {
      const chosen = await pick()
      if (chosen && chosen.files.length > 0) openLog.open(chosen.files, chosen.again)
    } catch (error) {
      notify('warning', `The files could not be read: ${error instanceof Error ? error.message : 'no reason given'}.`)
    }
  }
  return (
    <div className="open-ways">
      <button
        type="button"
        className={`button ${isFirst ? 'button-primary' : ''}`}
        onClick={() => void ask(pickFiles, files.current)}
      >
        Choose files
      </button>
      <button type="button" className="button" onClick={() => void ask(pickFolder, folder.current)}>
        Choose a folder
      </button>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label="Files of a log"
        onChange={event => {
          take(event.currentTarget.files)
          event.currentTarget.value = ''
        }}
      />
      <input
        ref={node => {
          folder.current = node
          // No attribute that React knows.
          node?.setAttribute('webkitdirectory', '')
        }}
        type="file"
        multiple
        hidden
        aria-label="Folder of a log"
        onChange={event => {
          take(event.currentTarget.files)
          event.currentTarget.value = ''
        }}
      />
    </div>
  )
}
