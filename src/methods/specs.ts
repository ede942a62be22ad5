/** The parameters of a method: those of all its parts, with its own defaults, and those of what it takes from others. */
import { fail, lookUp } from '../core/fail.ts'
import { type Aggregation, type Formula, isAggregation, type Method, type Slot, type Taken } from '../core/method.ts'
import {
  type Convention,
  conventions,
  legalise,
  type ParamSpec,
  type ParamSpecs,
  type ParamValue,
  type ParamValues,
} from '../core/params.ts'

export type Registry = ReadonlyMap<string, Method>

/** A slot's part together with the method that invented it. */
export interface Filled<Part> {
  /** Id of the inventing method, or `house`. */
  readonly owner: string
  readonly part: Part
}

/** All that declares parameters, in the order of the form. */
export type Declaring = readonly (readonly [
  Slot,
  Filled<{ readonly params: ParamSpecs; readonly formula?: Formula }>,
])[]

export interface Declared {
  readonly specs: ParamSpecs
  /** Slot that each parameter belongs to. */
  readonly slotOf: Readonly<Record<string, Slot>>
}

/**
 * Fails where two slots declare the same key: they could not be told apart in an address or on a command line. One and
 * the same declaration may stand in both, as of a column that both read.
 */
export function declareParams(method: Method, declaring: Declaring, taken: Taken): Declared {
  const specs: Record<string, ParamSpec> = {}
  const slotOf: Record<string, Slot> = {}
  for (const [slot, filled] of declaring) {
    for (const [key, spec] of Object.entries(filled.part.params)) {
      if (specs[key] === spec) continue
      if (key in specs) refuseTwice(`${method.id}.${slot}`, key, slotOf[key], taken)
      specs[key] = spec
      slotOf[key] = slot
    }
  }
  return { specs, slotOf }
}

function refuseTwice(where: string, key: string, other: Slot | undefined, taken: Taken): never {
  const cure =
    Object.keys(taken).length > 0 ? 'Take one of the two slots from another method.' : 'Rename one of the two.'
  return fail(where, 'parameters that no other slot has', `"${key}", which the slot ${other} has too`, cure)
}

/** The aggregation that a method names, or that the method names whose aggregation it borrows. */
export function namedAggregation({ slots }: Pick<Method, 'slots'>, registry: Registry): Aggregation | undefined {
  const { aggregation } = slots
  if (typeof aggregation !== 'string') return undefined
  return isAggregation(aggregation) ? aggregation : namedAggregation(lookUp('method', aggregation, registry), registry)
}

/** What a method sets of its own accord, without what it says about slots that are taken from elsewhere. */
export function settingsOf(
  method: Method,
  { slotOf }: Declared,
  taken: Taken,
): Pick<Method, 'defaults' | 'conventions'> {
  if (Object.keys(taken).length === 0) return method
  const isKept = (key: string) => slotOf[key] !== undefined && !(slotOf[key] in taken)
  const kept = (values: ParamValues = {}) => Object.fromEntries(Object.entries(values).filter(([key]) => isKept(key)))
  const { defaults, conventions: own = {} } = method
  return {
    defaults: kept(defaults),
    conventions: Object.fromEntries(Object.entries(own).map(([name, values]) => [name, kept(values)])),
  }
}

/** The specs that a method changes: its defaults hold under every convention unless it names another value for one. */
export function changedSpecs(
  where: string,
  { defaults = {}, conventions: own = {} }: Pick<Method, 'defaults' | 'conventions'>,
  specs: ParamSpecs,
): Record<string, ParamSpec> {
  const changed: Record<string, ParamSpec> = {}
  const specOf = (key: string): ParamSpec =>
    changed[key] ??
    specs[key] ??
    fail(`${where}.${key}`, 'a parameter of one of its slots', `"${key}"`, `Known: ${Object.keys(specs).join(', ')}.`)
  const change = (key: string, value: ParamValue, values: Partial<ParamSpec>) => {
    const spec = specOf(key)
    if (legalise(key, spec, value).value !== value) {
      fail(`${where}.${key}`, 'a legal value', JSON.stringify(value), 'Fix the method file.')
    }
    // Legal for this spec, hence of its value type.
    changed[key] = { ...spec, ...values } as ParamSpec
  }
  for (const [key, value] of Object.entries(defaults)) {
    change(key, value, { default: value, paper: value, trl: value, verl: value, by: {} } as Partial<ParamSpec>)
  }
  for (const convention of conventions) {
    for (const [key, value] of Object.entries(own[convention] ?? {})) {
      change(key, value, under(convention, value, specOf(key)))
    }
  }
  return changed
}

const under = (convention: Convention, value: ParamValue, { by }: ParamSpec): Partial<ParamSpec> =>
  convention === 'paper' || convention === 'trl' || convention === 'verl'
    ? { [convention]: value }
    : ({ by: { ...by, [convention]: value } } as Partial<ParamSpec>)
