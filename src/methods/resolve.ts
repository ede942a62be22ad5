/** A method with every slot filled: by itself, by those that it borrows from, by the recipe's wish, or by the house. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Column } from '../core/batch.ts'
import { fail, lookUp, nearest } from '../core/fail.ts'
import {
  aggregations,
  columnSlots,
  isAggregation,
  isForEstimating,
  isForTraining,
  isModelColumn,
  type Method,
  type Models,
  type PartOf,
  type RegulariserResult,
  type Slot,
  type Slots,
  slots,
  type Taken,
  type TensorPart,
  type Unit,
} from '../core/method.ts'
import type { ParamSpecs } from '../core/params.ts'
import { show } from '../core/show.ts'
import { entropyBonus, house, klToReference } from './house.ts'
import { samplerCorrection } from './sampler-weights.ts'
import {
  changedSpecs,
  type Declared,
  type Declaring,
  declareParams,
  type Filled,
  namedAggregation,
  type Registry,
  settingsOf,
} from './specs.ts'

type Fills = { readonly [S in Slot]?: Filled<PartOf<S>> }

/** What the engine runs. A slot that nothing fills is absent; see `filled`. */
export interface ResolvedMethod extends Fills, Declared {
  readonly method: Method
  /** Slots that a recipe took from other methods. */
  readonly taken: Taken
  /** Weights on the objective's loss for rollouts of another sampler; the same for every method. */
  readonly weighting: TensorPart<Tensor2D>
  /** The house's and the method's own; none where nothing is trained. */
  readonly regularisers: readonly Filled<TensorPart<RegulariserResult>>[]
  /** All parameters of all slots, with the method's own defaults put in. Keys are unique across slots. */
  readonly specs: ParamSpecs
  /** Columns that sampling or a log must provide: needs of the slots that read columns. */
  readonly needs: readonly Column[]
  /** What is learned beside the policy: of every slot that reads such a column, its owner's model. */
  readonly models: Models
  /** What a minibatch never cuts. */
  readonly unit: Unit
}

/**
 * Fails on unknown ids, circles, slots that are borrowed or taken from a method without them, training slots of a method
 * that does not train, and parameter keys that two slots both declare.
 */
export function resolveIn(method: Method, registry: Registry, taken: Taken = {}): ResolvedMethod {
  const form: Method = { ...method, slots: { ...method.slots, ...taken } }
  const fills = fillSlots(form, registry)
  const { objective, regulariser } = fills
  const always = objective ? [klToReference, entropyBonus].map(part => ({ owner: 'house', part })) : []
  const regularisers = [...always, ...(regulariser ? [regulariser] : [])]
  const declared = declareParams(method, declaring(fills, regularisers), taken)
  const needs = columnSlots.flatMap(slot => fills[slot]?.part.needs ?? [])
  return {
    method,
    taken,
    ...fills,
    weighting: samplerCorrection,
    regularisers,
    ...declared,
    specs: { ...declared.specs, ...ownSpecs(form, method, declared, registry, taken) },
    models: modelsOf(fills, registry),
    unit: fills.pairing ? 'pair' : 'rollout',
    needs: [...new Set(needs)].filter(column => column !== 'advantage' && column !== 'credit'),
  }
}

function modelsOf(fills: Fills, registry: Registry): Models {
  const found = columnSlots.flatMap(slot => {
    const { owner, part } = fills[slot] ?? {}
    const models = owner === undefined ? undefined : registry.get(owner)?.models
    return (part?.needs ?? []).filter(isModelColumn).flatMap(column => {
      const model = models?.[column]
      return model ? [[column, model] as const] : []
    })
  })
  return Object.fromEntries(found)
}

function fillSlots(form: Method, registry: Registry): Fills {
  const fills: { -readonly [S in Slot]?: Fills[S] } = {}
  const fill = <S extends Slot>(slot: S) => {
    const filled = mayFill(form, slot) ? (follow(form, slot, registry) ?? fromHouse(slot, registry)) : undefined
    if (filled) fills[slot] = filled
  }
  for (const slot of slots) fill(slot)
  return fills
}

function mayFill({ id, trains, slots: own }: Method, slot: Slot): boolean {
  const why = reasonAgainst(trains !== false, own.pairing !== undefined, slot)
  if (why === undefined) return true
  if (own[slot] === undefined) return false
  return fail(`${id}.${slot}`, `no such slot, for the method ${why}`, 'one', 'Leave it out.')
}

function reasonAgainst(trains: boolean, pairs: boolean, slot: Slot): string | undefined {
  if (!trains && isForTraining(slot)) return 'does not train'
  return pairs && isForEstimating(slot) ? 'trains on pairs' : undefined
}

function fromHouse<S extends Slot>(slot: S, registry: Registry): Fills[S] | undefined {
  const part = house[slot]
  if (typeof part === 'string') return follow(lookUp('method', part, registry), slot, registry)
  return part && filledBy('house', part)
}

/** The one place where a slot's own type is lost: TypeScript does not see that `Slots` and `Fills` go slot by slot. */
const filledBy = <S extends Slot>(owner: string, part: NonNullable<Slots[S]>): Fills[S] => ({ owner, part }) as Fills[S]

/** Follows borrowed ids to the method that fills the slot itself; undefined where the method leaves it out. */
function follow<S extends Slot>(
  method: Method,
  slot: S,
  registry: Registry,
  chain: readonly Method[] = [],
): Fills[S] | undefined {
  const [first, last] = [chain[0], chain.at(-1)]
  if (first && chain.includes(method)) {
    const circle = [...chain, method].map(({ id }) => id).join(' -> ')
    fail(`${first.id}.${slot}`, 'a chain of borrowing that ends', circle, 'Break the circle.')
  }
  const own = method.slots[slot]
  if (own === undefined) {
    if (last) refuseBorrowing(last, method, slot, registry)
    return undefined
  }
  if (typeof own !== 'string') return filledBy<S>(method.id, own)
  if (slot === 'aggregation' && isAggregation(own)) return undefined
  return follow(donorOf(own, slot, registry), slot, registry, [...chain, method])
}

function donorOf(id: string, slot: Slot, registry: Registry): Method {
  const names = slot === 'aggregation' ? aggregations : []
  const cure = `Nearest: ${nearest(id, [...registry.keys(), ...names]).join(', ')}.`
  return registry.get(id) ?? fail(`slot ${slot}`, 'the id of a method', show(id), cure)
}

function refuseBorrowing(by: Method, from: Method, slot: Slot, registry: Registry): never {
  const having = [...registry.values()].filter(({ slots: own }) => own[slot] !== undefined).map(({ id }) => id)
  const cure = `These have one: ${having.slice(0, 6).join(', ')}${having.length > 6 ? ', ...' : ''}.`
  return fail(`${by.id}.${slot}`, `a method that has the slot ${slot}`, `"${from.id}", which has none`, cure)
}

/** The parameters of the weighting stand with the objective that it weighs. */
const declaring = (fills: Fills, regularisers: ResolvedMethod['regularisers']): Declaring =>
  slots.flatMap((slot): Declaring => {
    const filled = fills[slot]
    if (slot === 'regulariser') return regularisers.map(one => [slot, one])
    const weighting: Declaring = [[slot, { owner: 'house', part: samplerCorrection }]]
    return filled ? [[slot, filled], ...(slot === 'objective' ? weighting : [])] : []
  })

/** Specs that differ from what the parts declare: the method's own settings; of a slot that is taken, its method's. */
function ownSpecs(form: Method, method: Method, declared: Declared, registry: Registry, taken: Taken): ParamSpecs {
  const aggregation = namedAggregation(form, registry)
  const { defaults, conventions } = settingsOf(method, declared, taken)
  const settings = {
    defaults: { ...(aggregation && { aggregation }), ...defaults },
    ...(conventions && { conventions }),
  }
  const given = Object.entries(taken).flatMap(([slot, id]) => {
    if (isAggregation(id)) return []
    const { specs, slotOf } = resolveIn(lookUp('method', id, registry), registry)
    return Object.entries(specs).filter(([key]) => slotOf[key] === slot)
  })
  return { ...changedSpecs(method.id, settings, declared.specs), ...Object.fromEntries(given) }
}

/** The part that fills a slot. Fails where none does: whoever asks cannot go on without it. */
export function filled<S extends Slot>(method: ResolvedMethod, slot: S): NonNullable<Fills[S]> {
  const { id, trains } = method.method
  const paired = method.pairing && isForEstimating(slot)
  const training = trains === false ? 'It does not train: choose a method that does.' : 'Choose a method that has it.'
  const cure = paired ? 'It trains on pairs: choose a method that gives credit.' : training
  return method[slot] ?? fail(`${id}.${slot}`, `a method with the slot ${slot}`, `"${id}", which has none`, cure)
}
