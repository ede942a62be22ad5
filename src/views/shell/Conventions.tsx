import { Menu } from '@base-ui/react/menu'
import { type Convention, conventionOf, conventions, titleOf } from '../../core/params.ts'
import type { Recipe } from '../../core/recipe.ts'
import { resolveRecipe } from '../../methods/index.ts'
import { withConvention } from '../../store/recipe-edits.ts'
import { useActions } from './page.ts'

const usual: readonly Convention[] = ['paper', 'trl', 'verl']

/** Sets every parameter that a trainer or the paper names, at once. */
export function Conventions({ recipe }: { readonly recipe: Recipe }) {
  const { edit } = useActions()
  const { specs } = resolveRecipe(recipe)
  const all = conventions.map(convention => {
    const values = Object.entries(conventionOf(specs, convention))
    return {
      convention,
      none: values.length === 0,
      title: values.map(([key, value]) => `${specs[key]?.label ?? key}: ${value}`).join('\n'),
      take: () => edit(withConvention(recipe, convention)),
    }
  })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row in every browser.
    <div className="conventions" role="group" aria-label="Set parameters as">
      <span className="conventions-label">Set as in</span>
      {all
        .filter(({ convention }) => usual.includes(convention))
        .map(({ convention, none, title, take }) => (
          <button
            key={convention}
            type="button"
            className="button button-small"
            disabled={none}
            title={title}
            onClick={take}
          >
            {titleOf(convention)}
          </button>
        ))}
      <Menu.Root>
        <Menu.Trigger className="button button-small">Others</Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={4} collisionPadding={8}>
            <Menu.Popup className="popover menu">
              {all
                .filter(({ convention, none }) => !usual.includes(convention) && !none)
                .map(({ convention, title, take }) => (
                  <Menu.Item key={convention} className="menu-item" title={title} onClick={take}>
                    {titleOf(convention)}
                  </Menu.Item>
                ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  )
}
