import { type KeyboardEvent, useEffect, useRef } from 'react'
import { runName } from '../../store/select/run-name.ts'
import type { RunState } from '../../store/state.ts'
import { lazyPart } from './lazyPart.tsx'
import { useActions, usePage } from './page.ts'
import './runs.css'

const RunMenu = lazyPart({ what: 'The menu of the run', load: () => import('./RunMenu.tsx') })

/** Every run that is kept, oldest first, by what changed in it; a press looks at it. Nothing to choose from: nothing shown. */
export function RunStrip() {
  const runs = usePage(state => state.runs)
  const shown = usePage(state => state.shown)
  if (runs.size < 2) return null
  return (
    <section className="runs" aria-label="Runs">
      <h2 className="runs-title">Runs</h2>
      <ol className="runs-list" onKeyDown={walk}>
        {[...runs.values()].map(run => (
          <li key={run.id} className="run" data-shown={run.id === shown || undefined}>
            <Chip run={run} isShown={run.id === shown} />
            {run.id === shown && <RunMenu run={run} />}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Chip({ run, isShown }: { readonly run: RunState; readonly isShown: boolean }) {
  const { showRun } = useActions()
  const chip = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isShown) chip.current?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' })
  }, [isShown])
  const name = runName(run)
  return (
    <button
      ref={chip}
      type="button"
      className="run-chip"
      aria-current={isShown || undefined}
      title={`${name}, ${run.iteration} iterations${isShown ? '' : ': look at it'}`}
      onClick={() => showRun(run.id)}
    >
      <span className="run-name">{name}</span>
      <span className="number run-at">{run.iteration}</span>
    </button>
  )
}

/** Arrow keys go from run to run. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (by === 0) return
  const chips = [...event.currentTarget.querySelectorAll('.run-chip')]
  const at = document.activeElement ? chips.indexOf(document.activeElement) : -1
  const next = chips[at + by]
  if (at < 0 || !(next instanceof HTMLElement)) return
  // The same keys step through iterations elsewhere.
  event.preventDefault()
  event.stopPropagation()
  next.focus()
}
