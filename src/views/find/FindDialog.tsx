import { Dialog } from '@base-ui/react/dialog'
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { Snapshot } from '../../core/snapshot.ts'
import { shownSnapshot } from '../../store/select/look.ts'
import { shownRun } from '../../store/select/run.ts'
import { vocabularyOf } from '../../store/select/vocabulary.ts'
import { count } from '../kit/numbers.ts'
import { Icon } from '../shell/Icon.tsx'
import { useActions, usePageNow } from '../shell/page.ts'
import { type Found, markFound } from './found.ts'
import { type Hit, iterationsWith, largestCredit, largestMove, mostHits, search } from './search.ts'
import './find.css'

/** Looks for a place in the iteration that is shown; choosing one selects it everywhere. */
export default function FindDialog({ onClose }: { readonly onClose: () => void }) {
  const now = usePageNow()
  const { select, lookAt } = useActions()
  // As it is when the dialog opens: the run may go on behind it.
  const [{ run, vocabulary }] = useState(() => ({ run: shownRun(now()), vocabulary: vocabularyOf(shownRun(now())) }))
  const [snapshot, setSnapshot] = useState(() => shownSnapshot(now()))
  const [query, setQuery] = useState('')
  const hits = useMemo(() => (snapshot ? search(snapshot, query, vocabulary) : []), [snapshot, query, vocabulary])
  const asked = useDeferredValue(query).trim()
  const found = useMemo(
    () => ({ run: run.id, query: asked, iterations: iterationsWith(run.snapshots, asked, vocabulary) }),
    [run, asked, vocabulary],
  )
  useEffect(() => markFound(asked === '' ? undefined : found), [asked, found])
  const choose = (hit: Hit | undefined) => {
    if (!hit || !snapshot) return
    if (shownSnapshot(now()) !== snapshot) lookAt(snapshot.iteration)
    const { group, rollout, token } = hit
    select({ group, rollout, token })
    onClose()
  }
  const batch = snapshot?.batch
  return (
    <Dialog.Root open onOpenChange={isOpen => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog find">
          <Dialog.Title className="dialog-title">Find in iteration {snapshot?.iteration ?? 0}</Dialog.Title>
          <Dialog.Close className="button button-icon dialog-close" aria-label="Close">
            <Icon name="close" />
          </Dialog.Close>
          <form
            className="find-form"
            onSubmit={event => {
              event.preventDefault()
              choose(hits[0])
            }}
          >
            <label>
              Text, or clipped, nan, adv&gt;2, credit&lt;-0.5
              <input
                className="select"
                type="search"
                maxLength={100}
                value={query}
                onChange={({ target }) => setQuery(target.value)}
              />
            </label>
          </form>
          <div className="find-jumps">
            <Jump hit={batch && largestMove(batch)} label="Largest move" onChoose={choose} />
            <Jump hit={batch && largestCredit(batch)} label="Largest |credit|" onChoose={choose} />
          </div>
          <p className="panel-note" role="status">
            {query.trim() !== '' &&
              (hits.length === mostHits ? `The first ${mostHits} places.` : `${count(hits.length, 'place')}.`)}
          </p>
          {asked !== '' && <Elsewhere found={found} snapshots={run.snapshots} at={snapshot} onGo={setSnapshot} />}
          <ol className="find-hits" onKeyDown={walk}>
            {hits.map(hit => (
              <li key={`${hit.group} ${hit.rollout} ${hit.token} ${hit.words}`}>
                <button type="button" className="find-hit" onClick={() => choose(hit)}>
                  <span>
                    Group {hit.group + 1}, response {hit.rollout + 1}, token {hit.token + 1}
                  </span>
                  <span className="number">{hit.words}</span>
                </button>
              </li>
            ))}
          </ol>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface ElsewhereProps {
  readonly found: Found
  readonly snapshots: readonly Snapshot[]
  readonly at: Snapshot | undefined
  readonly onGo: (snapshot: Snapshot) => void
}

/** The other iterations that have it, and the ways to the nearest of them. */
function Elsewhere({ found: { iterations }, snapshots, at, onGo }: ElsewhereProps) {
  const here = at?.iteration ?? 0
  const ways = [
    { title: 'Earlier', to: iterations.findLast(iteration => iteration < here) },
    { title: 'Later', to: iterations.find(iteration => iteration > here) },
  ]
  return (
    <div className="find-jumps">
      <span className="panel-note">
        In {iterations.length} of {count(snapshots.length, 'kept iteration')}, marked on the time line.
      </span>
      {ways.map(({ title, to }) => (
        <button
          key={title}
          type="button"
          className="button button-small"
          disabled={to === undefined}
          onClick={() => {
            const next = snapshots.find(({ iteration }) => iteration === to)
            if (next) onGo(next)
          }}
        >
          {title}
          {to !== undefined && `: ${to}`}
        </button>
      ))}
    </div>
  )
}

interface JumpProps {
  readonly hit: Hit | undefined
  readonly label: string
  readonly onChoose: (hit: Hit | undefined) => void
}

const Jump = ({ hit, label, onChoose }: JumpProps) => (
  <button
    type="button"
    className="button"
    disabled={!hit}
    title={hit ? hit.words : 'Nothing yet in this iteration'}
    onClick={() => onChoose(hit)}
  >
    {label}
  </button>
)

/** Arrow keys go from hit to hit. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (by === 0) return
  event.preventDefault()
  const hits = [...event.currentTarget.querySelectorAll('button')]
  const at = hits.findIndex(hit => hit.matches(':focus'))
  hits[at + by]?.focus()
}
