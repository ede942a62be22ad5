import type { Method } from '../../core/method.ts'
import { presets } from '../../core/presets.ts'
import { tabs } from '../../store/state.ts'
import { writeHash } from '../../store/url.ts'
import { useActions, usePage, usePageNow } from '../shell/page.ts'
import { tasksFor, trial } from './tryOut.ts'

/** Opens the playground with this method on a task where its effect can be seen. */
export function TryIt({ method }: { readonly method: Method }) {
  const { edit, openRecipe, chooseTab } = useActions()
  const now = usePageNow()
  const present = usePage(state => state.run.recipe.task)
  const found = tasksFor(method)
  const open = (task: string) => {
    const { recipe } = now().run
    const wanted = trial(recipe, method.id, task)
    if (recipe.task === task) edit(wanted)
    else openRecipe(wanted, presets[0].id)
    const tab = tabs.find(known => known === method.panel)
    if (tab) chooseTab(tab)
    location.hash = writeHash(now())
  }
  if (found.length === 0)
    return <p className="panel-note">No task here fills its needs; it can be used on logs that do.</p>
  return (
    <div className="try">
      {found.map(({ id, title }, i) => (
        <button
          key={id}
          type="button"
          className={i === 0 ? 'button button-primary' : 'button'}
          title={id === present ? 'Keeps the present settings' : 'Opens a new run with fresh settings'}
          onClick={() => open(id)}
        >
          Try it on {title}
        </button>
      ))}
    </div>
  )
}
