import type { Method } from '../../core/method.ts'
import { presets } from '../../core/presets.ts'
import { settingsOf } from '../../methods/as-made.ts'
import { titleOf } from '../../methods/index.ts'
import type { Venue } from '../../methods/needs.ts'
import { compareHash } from '../../store/compare/address.ts'
import { lacks } from '../../store/select/needs.ts'
import { writeHash } from '../../store/url.ts'
import { useActions, usePageNow, useRun } from '../shell/page.ts'
import { settingWords } from './TrainedWith.tsx'
import { trial, venuesFor } from './tryOut.ts'

/** Opens the playground with this method on a task where its effect can be seen. */
export function TryIt({ method }: { readonly method: Method }) {
  const { edit, openRecipe, chooseTab, notify } = useActions()
  const now = usePageNow()
  const recipe = useRun(run => run.recipe)
  const present = recipe.task
  const isOther = method.id !== recipe.method && method.trains !== false && lacks(method.id, recipe) === undefined
  const found = venuesFor(method)
  const open = (venue: Venue) => {
    const wanted = trial(recipe, method.id, venue)
    if (recipe.task === venue.task.id) edit(wanted)
    else openRecipe(wanted, presets[0].id)
    chooseTab(method.panel)
    const taken = settingsOf(method).filter(
      ({ key, value }) => wanted.params[key] === value && recipe.params[key] !== value,
    )
    if (taken.length > 0) notify('info', `Set as ${method.title} is made for: ${settingWords(taken)}.`)
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
          title={
            venue.task.id === present
              ? 'Keeps what you set; the rest is as the method is made for'
              : 'Opens a new run with the settings that the method is made for'
          }
          onClick={() => open(venue)}
        >
          Try it on {venue.task.title}
        </button>
      ))}
      {isOther && (
        <a className="button" href={compareHash({ method: method.id }, recipe)}>
          Compare with {titleOf(recipe.method)}, as the run is set
        </a>
      )}
    </div>
  )
}
