/**
 * The slots of a method, a row each: whatever lists, fills, names or counts slots reads this table. A phase runs where a
 * slot of it is filled, and what the phases of training run, a method that does not train leaves out.
 */
import { advantage, credit, curriculum, pairing, probe, replay, reward, sampler, search, selection } from './parts.ts'
import { type Phase, phases } from './snapshot.ts'
import { aggregation, objective, regulariser } from './tensor-parts.ts'

interface SlotRow {
  /** The builder of its parts; their type follows from it. */
  readonly part: (...declared: never[]) => unknown
  /** What its parts' `needs` name. */
  readonly reads: 'columns' | 'tensors' | 'nothing'
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
    reads: 'nothing',
    word: 1,
    phase: 'sample',
    says: 'how responses are drawn',
    otherwise: 'independent responses from the policy',
    combines: true,
  },
  search: {
    part: search,
    reads: 'nothing',
    word: 12,
    phase: 'sample',
    says: 'how responses are looked for with a judge and a budget',
    otherwise: undefined,
    combines: false,
  },
  curriculum: {
    part: curriculum,
    reads: 'nothing',
    word: 2,
    phase: 'choose',
    says: 'which problems, and which groups are kept',
    otherwise: 'every problem once per epoch, every group kept',
    combines: true,
  },
  reward: {
    part: reward,
    reads: 'columns',
    word: 3,
    phase: 'reward',
    says: 'what a response is worth',
    otherwise: 'what the verifier pays',
    combines: true,
  },
  replay: {
    part: replay,
    reads: 'nothing',
    word: 10,
    phase: 'keep',
    says: 'which earlier responses are trained on again',
    otherwise: undefined,
    combines: true,
  },
  advantage: {
    part: advantage,
    reads: 'columns',
    word: 4,
    phase: 'advantage',
    says: 'one number per response',
    otherwise: 'the raw reward, no baseline',
    combines: false,
  },
  credit: {
    part: credit,
    reads: 'columns',
    word: 5,
    phase: 'credit',
    says: 'one number per token',
    otherwise: 'every token gets its response’s advantage',
    combines: false,
  },
  pairing: {
    part: pairing,
    reads: 'columns',
    word: 11,
    phase: 'pair',
    says: 'which response is preferred to which',
    otherwise: undefined,
    combines: false,
  },
  objective: {
    part: objective,
    reads: 'tensors',
    word: 6,
    phase: 'update',
    says: 'what is differentiated',
    otherwise: 'the clipped ratio of PPO',
    combines: false,
  },
  aggregation: {
    part: aggregation,
    reads: 'nothing',
    word: 7,
    phase: 'update',
    says: 'how tokens become one loss',
    otherwise: 'mean over all tokens',
    combines: true,
  },
  regulariser: {
    part: regulariser,
    reads: 'tensors',
    word: 8,
    phase: 'update',
    says: 'extra terms of the loss',
    otherwise: 'KL and entropy terms, off unless set',
    combines: true,
  },
  selection: {
    part: selection,
    reads: 'columns',
    word: 13,
    phase: 'select',
    says: 'which response is handed out',
    otherwise: undefined,
    combines: false,
  },
  probe: {
    part: probe,
    reads: 'columns',
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

/** Slots whose row says so. */
type SlotsThat<R> = { [S in Slot]: (typeof slotTable)[S] extends R ? S : never }[Slot]

export type ColumnSlot = SlotsThat<{ readonly reads: 'columns' }>
export const columnSlots = slots.filter((slot): slot is ColumnSlot => slotTable[slot].reads === 'columns')

/** Slots that a recipe may take from another method. */
export type CombinableSlot = SlotsThat<{ readonly combines: true }>
export const combinableSlots = slots.filter((slot): slot is CombinableSlot => slotTable[slot].combines)

/** Slots taken from other methods: the method's id, for the aggregation also the name of one. */
export type Taken = Readonly<Partial<Record<CombinableSlot, string>>>

/** Slots that only a method that trains has. */
export const isForTraining = (slot: Slot): boolean => trainingPhases.has(slotTable[slot].phase)

const trainingPhases: ReadonlySet<Phase> = new Set(['advantage', 'credit', 'pair', 'update'])

/** Slots that pairs take the place of: a method with a pairing has neither. */
export const isForEstimating = (slot: Slot): boolean => slot === 'advantage' || slot === 'credit'

/** Phases that every run goes through, whatever its method fills. */
const always: ReadonlySet<Phase> = new Set(['choose', 'sample', 'reward', 'keep', 'probe'])

/** The phases of one iteration, in order: the others are left out where the method fills no slot that they run. */
export const phasesOf = (method: { readonly [S in Slot]?: unknown }): readonly Phase[] =>
  phases.filter(
    phase => always.has(phase) || slots.some(slot => slotTable[slot].phase === phase && method[slot] !== undefined),
  )
