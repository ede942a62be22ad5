/** The registry: every file in a slot's folder is a method. Registration is a consequence of existing. */

import type { Scalar } from '@tensorflow/tfjs-core'
import type { Column } from '../core/batch.ts'
import { fail, lookUp } from '../core/fail.ts'
import {
  type AdvantageResult,
  type Aggregation,
  type AggregationPart,
  aggregations,
  type BatchPart,
  type CreditResult,
  type CurriculumPart,
  type Method,
  type ObjectiveResult,
  type RewardResult,
  type SamplerPart,
  type Slot,
  type Slots,
  slots,
  type TensorPart,
} from '../core/method.ts'
import { choice, type ParamSpec, type ParamSpecs } from '../core/params.ts'
import { entropyBonus, house, klToReference } from './house.ts'

const files = import.meta.glob<Method>(['./*/*.ts', '!./*/*.test.ts'], { eager: true, import: 'default' })

export const methods: ReadonlyMap<string, Method> = new Map(
  Object.values(files)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(method => [method.id, method]),
)

/** Files by method id, for the test that compares file names, folders and ids. */
export const methodFiles: ReadonlyMap<string, string> = new Map(
  Object.entries(files).map(([path, method]) => [method.id, path]),
)

export const methodOf = (id: string): Method => lookUp('method', id, methods)

/** A slot's part together with the method that invented it. */
export interface Filled<Part> {
  /** Id of the inventing method, or `house`. */
  readonly owner: string
  readonly part: Part
}

/** A method with every slot filled: what the engine runs. */
export interface ResolvedMethod {
  readonly method: Method
  readonly sampler?: Filled<SamplerPart>
  readonly curriculum?: Filled<CurriculumPart>
  readonly reward?: Filled<BatchPart<RewardResult>>
  readonly advantage: Filled<BatchPart<AdvantageResult>>
  readonly credit: Filled<BatchPart<CreditResult>>
  readonly objective: Filled<TensorPart<ObjectiveResult>>
  readonly aggregation: Filled<AggregationPart>
  readonly regularisers: readonly Filled<TensorPart<Scalar>>[]
  readonly probe?: Filled<BatchPart<Readonly<Record<string, number>>>>
  /** All parameters of all slots, with the method's own defaults put in. Keys are unique across slots. */
  readonly specs: ParamSpecs
  /** Slot that each parameter belongs to. */
  readonly slotOf: Readonly<Record<string, Slot>>
  /** Columns that sampling or a log must provide: needs of the reward, advantage, credit and probe slots. */
  readonly needs: readonly Column[]
}

/** Follows borrowed ids to the method that fills the slot itself. */
function follow<S extends Slot>(id: string, slot: S, chain: readonly string[] = []): Filled<Invented<S>> | undefined {
  if (chain.includes(id))
    fail(`${chain[0]}.${slot}`, 'a chain of borrowing that ends', [...chain, id].join(' -> '), 'Break the circle.')
  const own: Slots[S] = methodOf(id).slots[slot]
  if (own === undefined) {
    if (chain.length === 0) return undefined
    fail(
      `${chain.at(-1)}.${slot}`,
      `a method that has the slot ${slot}`,
      `"${id}", which has none`,
      'Borrow from a method that invents it.',
    )
  }
  if (typeof own === 'string') return isAggregation(own) ? undefined : follow(own, slot, [...chain, id])
  return { owner: id, part: own as Invented<S> }
}
type Invented<S extends Slot> = Exclude<NonNullable<Slots[S]>, string>

const isAggregation = (id: string): id is Aggregation => aggregations.some(known => known === id)

const cache = new Map<string, ResolvedMethod>()

/** The method with every slot filled. Fails on unknown ids, circles, and parameter keys that two slots both declare. */
export function resolveMethod(id: string): ResolvedMethod {
  const known = cache.get(id)
  if (known) return known
  const method = methodOf(id)
  const filled = <S extends Slot>(slot: S) => follow(id, slot)
  const regulariser = filled('regulariser')
  const parts = {
    sampler: filled('sampler'),
    curriculum: filled('curriculum'),
    reward: filled('reward'),
    advantage: filled('advantage') ?? { owner: 'house', part: house.advantage },
    credit: filled('credit') ?? { owner: 'house', part: house.credit },
    objective: filled('objective') ?? follow(house.objective, 'objective'),
    aggregation: filled('aggregation') ?? { owner: 'house', part: house.aggregation },
    probe: filled('probe'),
  }
  if (!parts.objective) fail('house.objective', 'a method with an objective', house.objective, 'Fix methods/house.ts.')
  const regularisers = [
    { owner: 'house', part: klToReference },
    { owner: 'house', part: entropyBonus },
    ...(regulariser ? [regulariser] : []),
  ]
  const specs: Record<string, ParamSpec> = {}
  const slotOf: Record<string, Slot> = {}
  const declare = (slot: Slot, params: ParamSpecs) => {
    for (const [key, spec] of Object.entries(params)) {
      if (key in specs)
        fail(`${id}.${slot}`, `a parameter key that no other slot uses`, `"${key}"`, 'Rename one of the two.')
      const own = method.defaults?.[key]
      specs[key] = own === undefined ? spec : redefault(spec, own)
      slotOf[key] = slot
    }
  }
  for (const slot of slots) {
    if (slot === 'regulariser') for (const { part } of regularisers) declare(slot, part.params)
    else declare(slot, parts[slot]?.part.params ?? {})
  }
  const named = method.slots.aggregation
  if (typeof named === 'string' && isAggregation(named) && specs.aggregation) {
    specs.aggregation = redefault(specs.aggregation, named)
  }
  for (const key of Object.keys(method.defaults ?? {})) {
    if (!(key in specs))
      fail(`${id}.defaults`, 'a parameter of one of its slots', `"${key}"`, `Known: ${Object.keys(specs).join(', ')}.`)
  }
  const needs = [parts.reward, parts.advantage, parts.credit, parts.probe].flatMap(
    filledSlot => filledSlot?.part.needs ?? [],
  )
  const { sampler, curriculum, reward, probe, ...always } = parts
  const resolved: ResolvedMethod = {
    method,
    ...always,
    objective: parts.objective,
    ...(sampler && { sampler }),
    ...(curriculum && { curriculum }),
    ...(reward && { reward }),
    ...(probe && { probe }),
    regularisers,
    specs,
    slotOf,
    needs: [...new Set(needs)].filter(column => column !== 'advantage' && column !== 'credit'),
  }
  cache.set(id, resolved)
  return resolved
}

const redefault = (spec: ParamSpec, value: number | string): ParamSpec =>
  spec.kind === 'number'
    ? {
        ...spec,
        default:
          typeof value === 'number' ? value : fail('method.defaults', 'a number', `"${value}"`, 'Fix the method file.'),
      }
    : choice({ ...spec, default: String(value) })
