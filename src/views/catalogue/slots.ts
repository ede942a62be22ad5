/** What fills the slots of a method, and how that differs from another method. Pure; read off the registry. */
import { aggregations, isForTraining, type Method, type Slot, slots, slotTable } from '../../core/method.ts'
import { methodFiles, methods, type ResolvedMethod, resolveMethod } from '../../methods/index.ts'
import { wordsOf } from '../../methods/words.ts'

export interface Filling {
  readonly slot: Slot
  /** `chosen`: the method names one of the house’s aggregations. `open`: nothing fills the slot. */
  readonly kind: 'own' | 'borrowed' | 'house' | 'chosen' | 'open'
  /** Id of the method that invented the part; undefined for the house's. */
  readonly owner: string | undefined
  /** For the aggregation: which of them is the default. */
  readonly choice?: string
  /** TeX of what the part computes, where its owner says so. */
  readonly formula?: string
}

/** The slot of a method's leading idea: the folder that its file lies in. */
export const leadingSlot = (id: string): Slot | undefined =>
  slots.find(slot => methodFiles.get(id)?.includes(`/${slot}/`))

/** Slots that the method itself invents, in the order of the form. */
export const invents = ({ slots: filled }: Method): Slot[] =>
  slots.filter(slot => filled[slot] !== undefined && typeof filled[slot] !== 'string')

/** Id of the method whose part fills the slot; undefined when the house's does, or none. */
function ownerOf(resolved: ResolvedMethod, slot: Slot): string | undefined {
  const owner = resolved[slot]?.owner
  return owner === 'house' ? undefined : owner
}

function formulaOf(resolved: ResolvedMethod, slot: Slot, owner: string | undefined): string | undefined {
  const method = owner === undefined ? undefined : methods.get(owner)
  if (method && leadingSlot(method.id) === slot) return wordsOf(method.id).formula
  return slot === 'objective' ? resolved.objective?.part.formula?.tex : undefined
}

function kindOf(resolved: ResolvedMethod, slot: Slot, owner: string | undefined): Filling['kind'] {
  const said = resolved.method.slots[slot]
  if (said === undefined) return isOpen(resolved, slot) ? 'open' : 'house'
  if (typeof said !== 'string') return 'own'
  if (owner !== undefined) return 'borrowed'
  return aggregations.some(name => name === said) ? 'chosen' : 'borrowed'
}

/** Nothing is done there: the house does nothing, or the method does not train. */
const isOpen = (resolved: ResolvedMethod, slot: Slot): boolean =>
  slotTable[slot].otherwise === undefined || (resolved.method.trains === false && isForTraining(slot))

export function fillingsOf(id: string): readonly Filling[] {
  const resolved = resolveMethod(id)
  return slots.map(slot => {
    const owner = ownerOf(resolved, slot)
    const formula = formulaOf(resolved, slot, owner)
    const choice = slot === 'aggregation' ? resolved.specs.aggregation?.default : undefined
    return {
      slot,
      kind: kindOf(resolved, slot, owner),
      owner,
      ...(choice !== undefined && { choice: String(choice) }),
      ...(formula !== undefined && { formula }),
    }
  })
}

export interface SlotDifference {
  readonly slot: Slot
  readonly left: Filling
  readonly right: Filling
  readonly differs: boolean
}

/** Slot by slot; two slots are the same when the same part fills them with the same default choice. */
export function compareSlots(left: string, right: string): SlotDifference[] {
  const others = fillingsOf(right)
  return fillingsOf(left).map((filling, i) => {
    const other = others[i]!
    const differs = filling.owner !== other.owner || filling.choice !== other.choice
    return { slot: filling.slot, left: filling, right: other, differs }
  })
}

/** Methods that borrow a part of this one. */
export const borrowersOf = (id: string): Method[] =>
  [...methods.values()].filter(method => slots.some(slot => method.slots[slot] === id))
