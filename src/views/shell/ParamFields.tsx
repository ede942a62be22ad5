import type { Recipe } from '../../core/recipe.ts'
import { isBoolean } from '../../store/preferences.ts'
import { paramsOf } from '../../store/recipe-edits.ts'
import { ChoiceControl } from './ChoiceControl.tsx'
import { NumberControl } from './NumberControl.tsx'
import { useActions } from './page.ts'
import type { ParamGroup } from './param-groups.ts'
import { usePreference } from './usePreference.ts'

interface ParamFieldsProps {
  readonly group: ParamGroup
  readonly recipe: Recipe
  /** The preset's recipe: what "changed" is measured against. */
  readonly base: Recipe
  readonly disabledBecause: string | undefined
}

/** A collapsible group of controls, one for each parameter that is declared. */
export function ParamFields({ group, recipe, base, disabledBecause }: ParamFieldsProps) {
  const [isOpen, setOpen] = usePreference(`setup.${group.id}`, isBoolean, group.open)
  const { setParam } = useActions()
  const values = paramsOf(recipe)
  const normal = paramsOf(base)
  const rows = Object.entries(group.specs).map(([key, spec]) => {
    const before = normal[key] ?? spec.default
    const value = values[key] ?? spec.default
    return { key, spec, before, value, isChanged: value !== before }
  })
  const changed = rows.filter(row => row.isChanged).length
  return (
    <details className="setup-group" open={isOpen} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary className="setup-title">
        {group.id === 'method' ? 'Parameters' : group.title}
        {changed > 0 && <span className="setup-count">{changed} changed</span>}
      </summary>
      {rows.map(({ key, spec, before, value, isChanged }) => {
        const row = {
          name: key,
          inputId: `param-${key}`,
          changedFrom: isChanged ? before : undefined,
          onReset: () => setParam(key, before),
          disabledBecause,
        }
        return spec.kind === 'number' ? (
          <NumberControl key={key} {...row} spec={spec} value={Number(value)} onValue={next => setParam(key, next)} />
        ) : (
          <ChoiceControl key={key} {...row} spec={spec} value={String(value)} onValue={next => setParam(key, next)} />
        )
      })}
    </details>
  )
}
