import { useId, useState } from 'react'
import { shownRun } from '../../store/select/run.ts'
import { Icon } from './Icon.tsx'
import { useActions, usePageNow, useRun } from './page.ts'

/** The seed may be a word. Another seed is another run from the same weights; Reset keeps it. */
export function Seed() {
  const id = useId()
  const seed = useRun(run => run.recipe.seed)
  const now = usePageNow()
  const { edit, newSeed } = useActions()
  const [draft, setDraft] = useState<string>()
  const commit = () => {
    const next = draft?.trim().slice(0, 64)
    setDraft(undefined)
    if (next && next !== seed) edit({ ...shownRun(now()).recipe, seed: next })
  }
  return (
    <span className="seed">
      <label htmlFor={id}>Seed</label>
      <input
        id={id}
        className="word mono seed-field"
        value={draft ?? seed}
        maxLength={64}
        spellCheck={false}
        autoComplete="off"
        onChange={event => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={event => {
          if (event.key === 'Enter') commit()
          else if (event.key === 'Escape') setDraft(undefined)
        }}
      />
      <button
        type="button"
        className="button button-icon button-small"
        aria-label="New seed"
        title="New seed: other noise, same weights"
        onClick={newSeed}
      >
        <Icon name="dice" />
      </button>
    </span>
  )
}
