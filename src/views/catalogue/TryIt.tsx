import type { Method } from '../../core/method.ts'
import { presets } from '../../core/presets.ts'
import type { Venue } from '../../methods/needs.ts'
import { shownRun } from '../../store/select/run.ts'
import { writeHash } from '../../store/url.ts'
import { useActions, usePageNow, useRun } from '../shell/page.ts'
import { trial, venuesFor } from './tryOut.ts'

/** Opens the playground with this method on a task where its effect can be seen. */
export function TryIt({ method }: { readonly method: Method }) {
  const { edit, openRecipe, chooseTab } = useActions()
  const now = usePageNow()
  const present = useRun(run => run.recipe.task)
  const found = venuesFor(method)
  const open = (venue: Venue) => {
    const { recipe } = shownRun(now())
    const wanted = trial(recipe, method.id, venue)
    if (recipe.task === venue.task.id) edit(wanted)
    else openRecipe(wanted, presets[0].id)
    chooseTab(method.panel)
    location.hash = writeHash(now())
  }
  if (found.length === 0)
    return <p className="panel-note">No task here fills its needs; it can be used on logs that do.</p>
  return (
    <div className="try">
      {found.map((venue, i) => (
        <button
          key={venue.task.id}
          type="button"
          className={i === 0 ? 'button button-primary' : 'button'}
          title={venue.task.id === present ? 'Keeps the present settings' : 'Opens a new run with fresh settings'}
          onClick={() => open(venue)}
        >
          Try it on {venue.task.title}
        </button>
      ))}
    </div>
  )
}
