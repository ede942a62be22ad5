import { useState } from 'react'
import type { Recipe } from '../../core/recipe.ts'
import { isBoolean } from '../../store/preferences.ts'
import { paramsOf } from '../../store/recipe-edits.ts'
import { ChoiceControl } from './ChoiceControl.tsx'
import { NumberControl } from './NumberControl.tsx'
import { useActions } from './page.ts'
import { type ParamGroup, rulesFolded } from './param-groups.ts'
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
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set())
  const { shown, addable } = rulesFolded(group.specs, [values, normal], asked)
  const rows = Object.entries(shown).map(([key, spec]) => {
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
      {addable.length > 0 && <AddRule rules={addable} onAdd={rule => setAsked(new Set([...asked, rule]))} />}
    </details>
  )
}

interface AddRuleProps {
  readonly rules: readonly string[]
  readonly onAdd: (rule: string) => void
}

/** Rules that are not in use: picking one shows its bounds. */
const AddRule = ({ rules, onAdd }: AddRuleProps) => (
  <select
    className="control-box choice add-rule"
    aria-label="Add a rule"
    value=""
    onChange={event => onAdd(event.target.value)}
  >
    <option value="" disabled>
      Add a rule…
    </option>
    {rules.map(rule => (
      <option key={rule} value={rule}>
        {rule}
      </option>
    ))}
  </select>
)
