/**
 * The slots of a method, a row each: whatever lists, fills, names or counts slots reads this table. Which phase runs a slot
 * decides whether a method that does not train has it: `advantage`, `credit` and `update` are for training only.
 */
import { advantage, credit, curriculum, probe, reward, sampler } from './parts.ts'
import type { Phase } from './snapshot.ts'
import { aggregation, objective, regulariser } from './tensor-parts.ts'

interface SlotRow {
  /** The builder of its parts; their type follows from it. */
  readonly part: (...declared: never[]) => unknown
  /** Key of its stream of random numbers: another number is another run. */
  readonly word: number
  readonly phase: Phase
  /** What it decides, for people. */
  readonly says: string
  /** What happens where a method leaves it out, for people; undefined: nothing. */
  readonly otherwise: string | undefined
  /** True when a recipe may take it from another method: nothing else of a method depends on what it does. */
  readonly combines: boolean
}

export const slotTable = {
  sampler: {
    part: sampler,
    word: 1,
    phase: 'sample',
    says: 'how responses are drawn',
    otherwise: 'independent responses from the policy',
    combines: true,
  },
  curriculum: {
    part: curriculum,
    word: 2,
    phase: 'choose',
    says: 'which problems, and which groups are kept',
    otherwise: 'every problem once per epoch, every group kept',
    combines: true,
  },
  reward: {
    part: reward,
    word: 3,
    phase: 'reward',
    says: 'what a response is worth',
    otherwise: 'what the verifier pays',
    combines: true,
  },
  advantage: {
    part: advantage,
    word: 4,
    phase: 'advantage',
    says: 'one number per response',
    otherwise: 'the raw reward, no baseline',
    combines: false,
  },
  credit: {
    part: credit,
    word: 5,
    phase: 'credit',
    says: 'one number per token',
    otherwise: 'every token gets its response’s advantage',
    combines: false,
  },
  objective: {
    part: objective,
    word: 6,
    phase: 'update',
    says: 'what is differentiated',
    otherwise: 'the clipped ratio of PPO',
    combines: false,
  },
  aggregation: {
    part: aggregation,
    word: 7,
    phase: 'update',
    says: 'how tokens become one loss',
    otherwise: 'mean over all tokens',
    combines: true,
  },
  regulariser: {
    part: regulariser,
    word: 8,
    phase: 'update',
    says: 'extra terms of the loss',
    otherwise: 'KL and entropy terms, off unless set',
    combines: true,
  },
  probe: {
    part: probe,
    word: 9,
    phase: 'probe',
    says: 'what is measured beside it',
    otherwise: undefined,
    combines: false,
  },
} as const satisfies Readonly<Record<string, SlotRow>>

export type Slot = keyof typeof slotTable
export type PartOf<S extends Slot> = ReturnType<(typeof slotTable)[S]['part']>

/** In the order of the form. */
export const slots = Object.keys(slotTable) as readonly Slot[]

/** Slots that a recipe may take from another method. */
export type CombinableSlot = { [S in Slot]: (typeof slotTable)[S]['combines'] extends true ? S : never }[Slot]
export const combinableSlots = slots.filter((slot): slot is CombinableSlot => slotTable[slot].combines)
