/**
 * A method is a filled form of slots (core/slots.ts). A slot it invents is a part made by a builder (needs, parameters and
 * function together, so that it can be borrowed whole); a slot it borrows is the id of another method; a slot it omits
 * falls to the house default (methods/house.ts).
 */
import type { Convention, Framework } from './conventions.ts'
import type { Models } from './models.ts'
import type { ParamValues } from './params.ts'
import type { Recipe, TrainingParams } from './recipe.ts'
import type { PartOf, Slot } from './slots.ts'
import type { Formula } from './tensor-parts.ts'

// A method's file imports all that it is made of from here.
export * from './models.ts'
export * from './pairs.ts'
export * from './parts.ts'
export * from './replay.ts'
export * from './slots.ts'
export * from './tensor-parts.ts'

/** A method's id, which borrows that method's part for the slot; for the aggregation also one of the house's names. */
export type Borrowed = string

export type Slots = { readonly [S in Slot]?: PartOf<S> | Borrowed }

/** How sure we are of a definition: read in the released code, in the paper, or derived from its abstract. */
export type Confidence = 'code-verified' | 'paper-verified' | 'abstract-only'

/** Settings of a run without which a method does what its siblings do, or nothing. */
export interface Training {
  /** Why, in words that end the sentence "It is made for ...", without the full stop. */
  readonly because: string
  /** Of the run; of its own slots what only such a run sets otherwise than its default. */
  readonly params: Readonly<Partial<TrainingParams>> & ParamValues
  /** Where they hold: a table's learning rate breaks a network, groups of one problem need a task of one. Absent: anywhere. */
  readonly at?: Readonly<Partial<Pick<Recipe, 'task' | 'level' | 'policy' | 'base'>>>
}

export interface Method {
  /** Equal to the file's name. */
  readonly id: string
  readonly title: string
  /** Id of the panel that shows it best. */
  readonly panel: string
  readonly confidence: Confidence
  /** Tasks (ids) on which its effect can be seen. */
  readonly tasks?: readonly string[]
  /** Trainers that ship the method. What others set for its parameters is not theirs to say. */
  readonly shipped?: readonly Framework[]
  /** Settings of a run that the method is made for; the button that tries it takes them. */
  readonly training?: Training
  /** The method that it is to the last bit, even when trained as it is made for, and why there are two. */
  readonly twinOf?: { readonly id: string; readonly because: string }
  /** New defaults for parameters of borrowed slots; under every convention too, unless `conventions` says otherwise. */
  readonly defaults?: ParamValues
  /** What the paper or a framework sets for this method, where it differs from what the slot's parameter says. */
  readonly conventions?: Readonly<Partial<Record<Convention, ParamValues>>>
  /** False: the policy stays as it is. What only training needs is neither filled by the house nor run. */
  readonly trains?: false
  /** What it learns beside the policy, by the column that each fills; a slot that reads one brings its model along. */
  readonly models?: Models
  readonly slots: Slots
}

/**
 * What a method’s file tells people. Nothing needs it before a method is chosen or read about: it is a module of its own
 * (scripts/method-words.mjs), which methods/words.ts imports. Written out as it is: no names of what stands elsewhere.
 */
export interface MethodWords {
  readonly paper: { readonly title: string; readonly id?: string; readonly year: number }
  /** TeX of the quantity that the method is about; its symbols are keys of `symbols`. */
  readonly formula: string
  /** TeX symbol of the formula -> the column, explain column or parameter it stands for, and a few words. */
  readonly symbols: Formula['symbols']
  /** One sentence, in our own words. */
  readonly idea: string
  /** What the paper says happens, and what to look for at toy scale. */
  readonly claim: string
  /** What is known to go wrong in released implementations, or to differ between them. */
  readonly pitfalls?: readonly string[]
  /** What changes against GRPO, in one sentence. */
  readonly versusGrpo: string
  /** What here takes the place of what the paper used (an exact oracle, a rule as judge), in one sentence: said at the top. */
  readonly standIn?: string
}

/** Whether it makes advantages and credit: what trains on pairs, or not at all, has none to compare. */
export const estimates = ({ trains, slots }: Method): boolean => trains !== false && slots.pairing === undefined

export const defineMethod = (method: Method & MethodWords): Method => Object.freeze(method)
