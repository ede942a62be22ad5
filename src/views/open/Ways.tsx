import { useRef } from 'react'
import { openLog } from '../../store/open-log.ts'
import { sourcesOf } from './sources.ts'

/** Buttons that ask the browser for files, or for all files of a folder. */
export function Ways() {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const take = (list: FileList | null) => {
    if (list && list.length > 0) openLog.open(sourcesOf([...list]))
  }
  return (
    <div className="open-ways">
      <button type="button" className="button button-primary" onClick={() => files.current?.click()}>
        Choose files
      </button>
      <button type="button" className="button" onClick={() => folder.current?.click()}>
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
