/** Slots that a recipe takes from other methods than its own: read, checked, told. */
import { fail, nearest, PlaygroundError } from './fail.ts'
import { show } from './show.ts'
import { type CombinableSlot, combinableSlots, type Taken } from './slots.ts'

/** Keys of an address that name a slot begin with this: `slot.reward=kl-in-reward`. */
export const slotPrefix = 'slot.'

export interface SlotCheck {
  readonly method: string
  /** Throws the house error where the method cannot take these. */
  readonly combine: (taken: Taken) => unknown
  /** Takes the sentence about what had to be left out; absent: that is an error. */
  readonly notice?: ((sentence: string) => void) | undefined
}

/**
 * Slots by name, from anything. What the recipe's own method is named for is left out: that is how it is anyway. Fails,
 * or tells and leaves out, on names of no slot that can be taken, unknown ids, and slots that do not fit together.
 */
export function legalSlots(input: unknown, { method, combine, notice }: SlotCheck): Taken {
  let taken: Taken = {}
  for (const [name, id] of entriesOf(input)) {
    try {
      const slot = slotNamed(name)
      if (id === method) continue
      const wider = { ...taken, [slot]: idOf(slot, id) }
      combine(wider)
      taken = wider
    } catch (error) {
      if (!notice || !(error instanceof PlaygroundError)) throw error
      notice(`${error.message} Left out.`)
    }
  }
  return inOrder(taken)
}

/** What is no object is one entry without a name, so that it is told like any other. */
const entriesOf = (input: unknown): readonly (readonly [string, unknown])[] => {
  if (input === undefined) return []
  return typeof input === 'object' && input !== null ? Object.entries(input) : [['', input]]
}

function slotNamed(name: string): CombinableSlot {
  const cure = `Nearest: ${nearest(name, combinableSlots).join(', ')}.`
  return (
    combinableSlots.find(slot => slot === name) ??
    fail('recipe.slots', `one of ${combinableSlots.join(', ')}`, show(name), cure)
  )
}

const idOf = (slot: string, id: unknown): string =>
  typeof id === 'string' ? id : fail(`recipe.slots.${slot}`, 'the id of a method', show(id), 'Write it as text.')

/** Equal choices are written alike, in the order of the form. */
const inOrder = (taken: Taken): Taken =>
  Object.fromEntries(combinableSlots.flatMap(slot => (taken[slot] === undefined ? [] : [[slot, taken[slot]]])))

/** As a part of a recipe: absent where nothing is taken. */
export const slotsField = (taken: Taken): { readonly slots?: Taken } =>
  Object.keys(taken).length > 0 ? { slots: taken } : {}

/** What must be written over the slots `from` to get `now`; a slot that goes back to the method is written as its id. */
export const slotsOver = (now: Taken = {}, from: Taken = {}, method: string): Taken =>
  Object.fromEntries(combinableSlots.flatMap(slot => (now[slot] === from[slot] ? [] : [[slot, now[slot] ?? method]])))

export interface TakenClause {
  readonly slot: CombinableSlot
  /** Id of a method, or the name of an aggregation. */
  readonly id: string
  /** All that stands before its title: `, with the reward of `. */
  readonly before: string
}

/** Clauses to stand behind the method's name, one for each slot that is taken. */
export function takenClauses(taken: Taken = {}): TakenClause[] {
  const given = combinableSlots.flatMap(slot => (taken[slot] === undefined ? [] : [{ slot, id: taken[slot] }]))
  const joint = (at: number) => (at === 0 ? ', with' : at < given.length - 1 ? ',' : ' and')
  return given.map(({ slot, id }, at) => ({ slot, id, before: `${joint(at)} the ${slot} of ` }))
}

/** The clauses as text: `, with the reward of KL in the reward`; empty where nothing is taken. */
export const takenWords = (taken: Taken | undefined, titleOf: (id: string) => string): string =>
  takenClauses(taken)
    .map(({ before, id }) => before + titleOf(id))
    .join('')
