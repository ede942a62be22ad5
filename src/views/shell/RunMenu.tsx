import { Popover } from '@base-ui/react/popover'
import { type FormEvent, useState } from 'react'
import { runFile } from '../../store/select/run-file.ts'
import { longestName, runName } from '../../store/select/run-name.ts'
import type { RunState } from '../../store/state.ts'
import { saveFile } from '../kit/save-file.ts'
import { useActions } from './page.ts'

/** What can be done with the run that is shown: name, save as a file, delete. */
export default function RunMenu({ run }: { readonly run: RunState }) {
  const { renameRun, deleteRun } = useActions()
  const [isOpen, setOpen] = useState(false)
  const name = runName(run)
  const rename = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    renameRun(run.id, String(new FormData(event.currentTarget).get('name') ?? ''))
    setOpen(false)
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className="run-menu" aria-label={`Name, save or delete ${name}`} title="Name, save or delete">
        …
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} collisionPadding={8}>
          <Popover.Popup className="popover run-popover">
            <Popover.Title className="popover-title">{name}</Popover.Title>
            <form className="run-rename" onSubmit={rename}>
              <label>
                Name
                <input
                  className="select"
                  name="name"
                  defaultValue={run.name ?? ''}
                  placeholder={runName({ ...run, name: undefined })}
                  maxLength={longestName}
                />
              </label>
              <button type="submit" className="button">
                Rename
              </button>
            </form>
            <div className="run-buttons">
              <button
                type="button"
                className="button"
                title="Recipe and metrics of every iteration"
                onClick={() => {
                  const { name, text } = runFile(run)
                  saveFile(name, text)
                }}
              >
                Save as JSON
              </button>
              <button
                type="button"
                className="button"
                onClick={() => {
                  setOpen(false)
                  deleteRun(run.id)
                }}
              >
                Delete
              </button>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
