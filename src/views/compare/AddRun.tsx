import { Popover } from '@base-ui/react/popover'
import { useState } from 'react'
import type { ParamSpec } from '../../core/params.ts'
import type { Recipe } from '../../core/recipe.ts'
import { type RecipeDifference, specsOf } from '../../core/recipe-check.ts'
import { methods } from '../../methods/index.ts'
import { changeTo, most, recipeOf, withArm } from '../../store/compare/comparison.ts'
import { lookups, paramsOf } from '../../store/recipe-edits.ts'
import { lacks } from '../../store/select/needs.ts'
import { changeWords, runName } from '../../store/select/run-name.ts'
import { usePage } from '../shell/page.ts'
import { useComparing, useComparison } from './useComparing.ts'

interface AddRunProps {
  /** The iteration that is looked at: a fork is offered there. */
  readonly looking: number
}

/** `+ A run that differs in …`: a setting and its value, from the start or from the iteration that is looked at. */
export function AddRun({ looking }: AddRunProps) {
  const comparison = useComparison()
  const { change } = useComparing()
  const [isOpen, setOpen] = useState(false)
  const isFull = comparison.others.length >= most.others
  const add = (difference: RecipeDifference, from: number) => {
    change(withArm(comparison, { change: difference, from }))
    setOpen(false)
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className="link compare-add" disabled={isFull}>
        {isFull ? `At most ${most.others + 1} runs` : '+ A run that differs in …'}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} collisionPadding={8}>
          <Popover.Popup className="popover compare-form">
            <Popover.Title className="popover-title">A run that differs in</Popover.Title>
            <Form base={comparison.base} looking={looking} onAdd={add} />
            <Kept onAdd={add} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

type OnAdd = (difference: RecipeDifference, from: number) => void

function Form({ base, looking, onAdd }: { readonly base: Recipe; readonly looking: number; readonly onAdd: OnAdd }) {
  const [key, setKey] = useState('method')
  const [value, setValue] = useState<string>()
  const [isFork, setFork] = useState(false)
  const specs = specsOf(base, lookups)
  const spec = specs[key]
  const choices = spec
    ? spec.kind === 'choice'
      ? spec.options.map(id => ({ id, title: id }))
      : undefined
    : others(base)
  const now = spec ? String(paramsOf(base)[key] ?? '') : base.method
  const chosen = value ?? choices?.find(({ id }) => id !== now)?.id ?? now
  const difference: RecipeDifference = spec ? { params: { [key]: typed(spec, chosen) } } : { method: chosen }
  return (
    <form
      className="compare-fields"
      onSubmit={event => {
        event.preventDefault()
        onAdd(difference, isFork ? looking : 0)
      }}
    >
      <label>
        Setting
        <select
          className="select"
          value={key}
          onChange={({ target }) => {
            setKey(target.value)
            setValue(undefined)
          }}
        >
          <option value="method">Method</option>
          {Object.entries(specs)
            .filter(([id]) => id !== 'iterations')
            .map(([id, { label }]) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
        </select>
      </label>
      <div className="compare-field">
        <label htmlFor="compare-value">Value</label>
        {choices ? (
          <select
            id="compare-value"
            className="select"
            value={chosen}
            onChange={({ target }) => setValue(target.value)}
          >
            {choices.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        ) : (
          <input
            id="compare-value"
            className="select number"
            type="number"
            step="any"
            {...(spec?.kind === 'number' && { min: spec.min, max: spec.max })}
            value={chosen}
            onChange={({ target }) => setValue(target.value)}
          />
        )}
      </div>
      <label className="compare-fork">
        <input type="checkbox" checked={isFork} onChange={({ target }) => setFork(target.checked)} />
        Only from iteration {looking} on: the same run until then
      </label>
      <button type="submit" className="button" disabled={chosen === now}>
        Add the run
      </button>
    </form>
  )
}

/** Methods that this task can feed. */
const others = (base: Recipe): readonly { readonly id: string; readonly title: string }[] =>
  [...methods.values()]
    .filter(({ id, trains }) => trains !== false && lacks(id, base) === undefined)
    .map(({ id, title }) => ({ id, title }))
    .sort((a, b) => a.title.localeCompare(b.title))

const typed = (spec: ParamSpec, value: string): number | string => (spec.kind === 'number' ? Number(value) : value)

/** Runs that the playground keeps, where they differ. */
function Kept({ onAdd }: { readonly onAdd: OnAdd }) {
  const runs = usePage(state => state.runs)
  const comparison = useComparison()
  const offered = [...runs.values()].flatMap(run => {
    if (run.log) return []
    const change = changeTo(comparison, run.recipe)
    const { params: { iterations: _, ...params } = {}, ...ids } = change
    const difference = { ...ids, ...(Object.keys(params).length > 0 && { params }) }
    const words = changeWords(comparison.base, recipeOf(comparison, { change: difference, from: 0 }))
    return words.length > 0 ? [{ id: run.id, name: runName(run), words, difference }] : []
  })
  if (offered.length === 0) return null
  return (
    <div className="compare-kept">
      <p className="popover-title">Or one of the playground</p>
      {offered.slice(-6).map(({ id, name, words, difference }) => (
        <button key={id} type="button" className="button" title={words.join(', ')} onClick={() => onAdd(difference, 0)}>
          {name}
        </button>
      ))}
    </div>
  )
}
