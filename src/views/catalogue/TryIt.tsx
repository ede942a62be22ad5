import type { Method } from '../../core/method.ts'
import { presets } from '../../core/presets.ts'
import type { Place } from '../../methods/needs.ts'
import { shownRun } from '../../store/select/run.ts'
import { writeHash } from '../../store/url.ts'
import { useActions, usePageNow, useRun } from '../shell/page.ts'
import { placesFor, trial } from './tryOut.ts'

/** Opens the playground with this method on a task where its effect can be seen. */
export function TryIt({ method }: { readonly method: Method }) {
  const { edit, openRecipe, chooseTab } = useActions()
  const now = usePageNow()
  const present = useRun(run => run.recipe.task)
  const found = placesFor(method)
  const open = (place: Place) => {
    const { recipe } = shownRun(now())
    const wanted = trial(recipe, method.id, place)
    if (recipe.task === place.task.id) edit(wanted)
    else openRecipe(wanted, presets[0].id)
    chooseTab(method.panel)
    location.hash = writeHash(now())
  }
  if (found.length === 0)
    return <p className="panel-note">No task here fills its needs; it can be used on logs that do.</p>
  return (
    <div className="try">
      {found.map((place, i) => (
        <button
          key={place.task.id}
          type="button"
          className={i === 0 ? 'button button-primary' : 'button'}
          title={place.task.id === present ? 'Keeps the present settings' : 'Opens a new run with fresh settings'}
          onClick={() => open(place)}
        >
          Try it on {place.task.title}
        </button>
      ))}
    </div>
  )
}
