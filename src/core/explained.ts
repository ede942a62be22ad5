/** What the slots of a method hand back for explanation, kept apart by slot and shown under one list of names. */
import type { Explain, ExplainColumn } from './batch.ts'
import { type Slot, slots } from './slots.ts'

export type Explained = Readonly<Partial<Record<Slot, Explain>>>

/** The name of a slot's column where an earlier slot uses its plain name too. */
export const nameWithin = (slot: Slot, name: string): string => `${slot}.${name}`

/**
 * One list: the plain name for the first slot, in the order of the form, that uses it, and `slot.name` for every later
 * one. Slots run in that order, so that no name changes its meaning during an iteration.
 */
export function inOne(explained: Explained): Explain {
  const all: Record<string, ExplainColumn> = {}
  for (const slot of slots) {
    for (const [name, column] of Object.entries(explained[slot] ?? {})) {
      all[Object.hasOwn(all, name) ? nameWithin(slot, name) : name] = column
    }
  }
  return all
}

/** What is listed under a name, as a slot means it. */
export const explainedIn = (explain: Explain, name: string, slot?: Slot): ExplainColumn | undefined =>
  (slot && explain[nameWithin(slot, name)]) ?? explain[name]
