/** The registry: every file in a slot's folder is a method. Registration is a consequence of existing. */

import type { Tensor2D } from '@tensorflow/tfjs-core'
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
  type Formula,
  type Method,
  type ObjectiveResult,
  type RewardResult,
  type SamplerPart,
  type Slot,
  type Slots,
  slots,
  type TensorPart,
  type Term,
} from '../core/method.ts'
import {
  conventions,
  legalise,
  type ParamSpec,
  type ParamSpecs,
  type ParamValue,
  type ParamValues,
} from '../core/params.ts'
import { entropyBonus, house, klToReference, samplerCorrection } from './house.ts'

const files = import.meta.glob<Method>(
  ['./*/*.ts', '!./*/*.test.ts', '!./*/*.golden.ts', '!./*/*.math.ts', '!./golden/**'],
  {
    eager: true,
    import: 'default',
  },
)

export const methods: ReadonlyMap<string, Method> = new Map(
  Object.values(files)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(method => [method.id, method]),
)

/** Id of the method that every other one is compared with (`versusGrpo`). */
export const yardstick = 'grpo'

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
  /** Weights on the objective's loss for rollouts of another sampler; the same for every method. */
  readonly weighting: TensorPart<Tensor2D>
  readonly regularisers: readonly Filled<TensorPart<Term>>[]
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
  const parts = fillSlots(id)
  const { specs, slotOf } = declareParams(id, parts)
  const needs = [parts.reward, parts.advantage, parts.credit, parts.probe].flatMap(slot => slot?.part.needs ?? [])
  const resolved: ResolvedMethod = {
    method,
    ...parts,
    specs: { ...specs, ...ownValues(method, specs) },
    slotOf,
    needs: [...new Set(needs)].filter(column => column !== 'advantage' && column !== 'credit'),
  }
  cache.set(id, resolved)
  return resolved
}

type Parts = Omit<ResolvedMethod, 'method' | 'specs' | 'slotOf' | 'needs'>

function fillSlots(id: string): Parts {
  const fromHouse = <Part>(part: Part): Filled<Part> => ({ owner: 'house', part })
  const objective = follow(id, 'objective') ?? follow(house.objective, 'objective')
  if (!objective) fail('house.objective', 'a method with an objective', house.objective, 'Fix methods/house.ts.')
  const [sampler, curriculum] = [follow(id, 'sampler'), follow(id, 'curriculum')]
  const [reward, probe, regulariser] = [follow(id, 'reward'), follow(id, 'probe'), follow(id, 'regulariser')]
  return {
    advantage: follow(id, 'advantage') ?? fromHouse(house.advantage),
    credit: follow(id, 'credit') ?? fromHouse(house.credit),
    objective,
    aggregation: follow(id, 'aggregation') ?? fromHouse(house.aggregation),
    weighting: samplerCorrection,
    regularisers: [fromHouse(klToReference), fromHouse(entropyBonus), ...(regulariser ? [regulariser] : [])],
    ...(sampler && { sampler }),
    ...(curriculum && { curriculum }),
    ...(reward && { reward }),
    ...(probe && { probe }),
  }
}

/** The parameters of all parts, slot by slot; those of the weighting stand with the objective that it weighs. */
function declareParams(id: string, parts: Parts) {
  const specs: Record<string, ParamSpec> = {}
  const slotOf: Record<string, Slot> = {}
  const declare = (slot: Slot, params: ParamSpecs) => {
    for (const [key, spec] of Object.entries(params)) {
      if (key in specs)
        fail(`${id}.${slot}`, 'a parameter key that no other slot uses', `"${key}"`, 'Rename one of the two.')
      specs[key] = spec
      slotOf[key] = slot
    }
  }
  for (const slot of slots) {
    const filled = slot === 'regulariser' ? parts.regularisers : [parts[slot]]
    for (const one of filled) if (one) declare(slot, explained(one))
    if (slot === 'objective') declare(slot, parts.weighting.params)
  }
  return { specs, slotOf }
}

/** A parameter without a note of its own is explained by the formula's symbol that stands for it. */
function explained({ owner, part }: Filled<{ readonly params: ParamSpecs; readonly formula?: Formula }>): ParamSpecs {
  const symbols = { ...methods.get(owner)?.symbols, ...part.formula?.symbols }
  const words = new Map(Object.values(symbols).map(({ is, text }) => [is, text]))
  const noted = ([key, spec]: [string, ParamSpec]): [string, ParamSpec] => {
    const text = words.get(key)
    return [key, spec.note === undefined && text ? { ...spec, note: sentence(text) } : spec]
  }
  return Object.fromEntries(Object.entries(part.params).map(noted))
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

/** The aggregation that a method names, or that the method names whose aggregation it borrows. */
function namedAggregation(method: Method): Aggregation | undefined {
  const { aggregation } = method.slots
  if (typeof aggregation !== 'string') return undefined
  return isAggregation(aggregation) ? aggregation : namedAggregation(methodOf(aggregation))
}

/** The specs that a method changes: its defaults hold under every convention unless it names another value for one. */
function ownValues(method: Method, specs: ParamSpecs): Record<string, ParamSpec> {
  const aggregation = namedAggregation(method)
  const defaults: ParamValues = { ...(aggregation && { aggregation }), ...method.defaults }
  const changed: Record<string, ParamSpec> = {}
  const specOf = (key: string): ParamSpec =>
    changed[key] ??
    specs[key] ??
    fail(
      `${method.id}.${key}`,
      'a parameter of one of its slots',
      `"${key}"`,
      `Known: ${Object.keys(specs).join(', ')}.`,
    )
  for (const [key, value] of Object.entries(defaults)) {
    const everywhere = { default: value, paper: value, trl: value, verl: value }
    changed[key] = changeSpec(`${method.id}.${key}`, specOf(key), everywhere)
  }
  for (const convention of conventions) {
    for (const [key, value] of Object.entries(method.conventions?.[convention] ?? {})) {
      changed[key] = changeSpec(`${method.id}.${key}`, specOf(key), { [convention]: value })
    }
  }
  return changed
}

function changeSpec(where: string, spec: ParamSpec, values: Record<string, ParamValue>): ParamSpec {
  const wrong = Object.values(values).find(value => legalise(where, spec, value).value !== value)
  if (wrong !== undefined) fail(where, 'a legal value', JSON.stringify(wrong), 'Fix the method file.')
  // Legal for this spec, hence of its value type.
  return { ...spec, ...values } as ParamSpec
}
