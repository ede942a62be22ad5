import { useId } from 'react'
import { PlaygroundError } from '../../core/fail.ts'
import { aggregations, isForTraining } from '../../core/method.ts'
import type { Recipe } from '../../core/recipe.ts'
import { type CombinableSlot, combinableSlots, slotTable } from '../../core/slots.ts'
import { methods, resolveRecipe, titleOf } from '../../methods/index.ts'
import { withSlot } from '../../store/recipe-edits.ts'
import { MethodName } from '../catalogue/MethodLink.tsx'
import { useActions } from './page.ts'

/** Slots of other methods in place of this one's; what is combined is said, with links. */
export function Combine({ recipe }: { readonly recipe: Recipe }) {
  const resolved = resolveRecipe(recipe)
  const taken = Object.keys(resolved.taken).length
  const offered = combinableSlots.filter(slot => resolved.method.trains !== false || !isForTraining(slot))
  return (
    <details className="setup-group combine" open={taken > 0}>
      <summary className="setup-title">
        Combine
        {taken > 0 && <span className="setup-count number">{taken}</span>}
      </summary>
      <p className="setup-idea" role="status">
        {taken > 0 ? <MethodName {...resolved} /> : 'Take a slot from another method, to see what it alone does.'}
      </p>
      {offered.map(slot => (
        <SlotSelect key={slot} slot={slot} recipe={recipe} />
      ))}
    </details>
  )
}

function SlotSelect({ slot, recipe }: { readonly slot: CombinableSlot; readonly recipe: Recipe }) {
  const { edit, notify } = useActions()
  const id = useId()
  const take = (from: string) => {
    try {
      edit(withSlot(recipe, slot, from))
    } catch (error) {
      if (!(error instanceof PlaygroundError)) throw error
      notify('warning', error.message)
    }
  }
  return (
    <div className="control">
      <label className="control-label" htmlFor={id} title={slotTable[slot].says}>
        {slot.charAt(0).toUpperCase() + slot.slice(1)}
      </label>
      <select
        id={id}
        className="control-box choice"
        value={recipe.slots?.[slot] ?? recipe.method}
        onChange={event => take(event.target.value)}
      >
        <option value={recipe.method}>as in {titleOf(recipe.method)}</option>
        {[...new Set([...donorsOf(slot), recipe.slots?.[slot] ?? recipe.method])]
          .filter(donor => donor !== recipe.method)
          .map(donor => (
            <option key={donor} value={donor}>
              {titleOf(donor)}
            </option>
          ))}
      </select>
    </div>
  )
}

/** Those that invent the slot, and for the aggregation its named kinds: whoever borrows has the same part. */
const donorsOf = (slot: CombinableSlot): readonly string[] => [
  ...(slot === 'aggregation' ? aggregations : []),
  ...[...methods.values()].filter(method => typeof method.slots[slot] === 'object').map(({ id }) => id),
]
