/**
 * A parameter is declared once; its slider, its key in the URL and on the command line, its validation and its row in
 * the documentation all come from that declaration.
 */
import { type Convention, followed } from './conventions.ts'
import { clamp } from './math.ts'
import { show } from './show.ts'

export { type Convention, conventions, titleOf } from './conventions.ts'

interface Common<T> {
  readonly label: string
  readonly default: T
  /** One sentence: what it does, what to expect. */
  readonly note?: string
  /** Shapes the batch or the optimiser's memory: a new value opens the run anew. */
  readonly reopens?: boolean
  /** A guard or a side condition: the page names it below the formula instead of in it. */
  readonly aside?: true
  /** The rule that it bounds, where there are many rules of which few are used: the page shows a rule's bounds once it is set or asked for. */
  readonly rule?: string
  // What the paper and the trainers set; `--convention verl` sets every parameter that names a value for it.
  readonly paper?: T
  readonly trl?: T
  readonly verl?: T
  /** Of other trainers, and of older versions where they differ from the newest. */
  readonly by?: Readonly<Partial<Record<Exclude<Convention, 'paper' | 'trl' | 'verl'>, T>>>
}

export interface NumberParam extends Common<number> {
  readonly kind: 'number'
  readonly min: number
  readonly max: number
  readonly integer: boolean
  /** `log` for quantities that are tried in factors: learning rates, epsilons. Its range may begin at 0 (off). */
  readonly scale: 'linear' | 'log'
}

export interface ChoiceParam<O extends string = string> extends Common<O> {
  readonly kind: 'choice'
  readonly options: readonly O[]
  /** What each option means, in a few words. */
  readonly meaning?: Readonly<Record<O, string>>
  /** What trainers call an option; understood in an address and on the command line. */
  readonly also?: Readonly<Record<string, O>>
}

export type ParamSpec = NumberParam | ChoiceParam
export type ParamSpecs = Readonly<Record<string, ParamSpec>>
export type ParamValue = number | string
export type ParamValues = Readonly<Record<string, ParamValue>>

/** The values that a slot's function receives: literal option types for choices, numbers for numbers. */
export type Values<P extends ParamSpecs> = {
  readonly [K in keyof P]: P[K] extends ChoiceParam<infer O> ? O : number
}

export function number(spec: Omit<NumberParam, 'kind' | 'integer' | 'scale'> & Partial<NumberParam>): NumberParam {
  return { integer: false, scale: 'linear', ...spec, kind: 'number' }
}

export function choice<const O extends string>(spec: Omit<ChoiceParam<O>, 'kind'>): ChoiceParam<O> {
  return { ...spec, kind: 'choice' }
}

export const defaultsOf = (specs: ParamSpecs): Record<string, ParamValue> =>
  Object.fromEntries(Object.entries(specs).map(([key, spec]) => [key, spec.default]))

/** A value for every parameter: the given one, made legal, else the default. Keys without a spec are left out. */
export const valuesOf = (specs: ParamSpecs, given: ParamValues): Record<string, ParamValue> =>
  Object.fromEntries(
    Object.entries(specs).map(([key, spec]) => [
      key,
      Object.hasOwn(given, key) ? legalise(key, spec, given[key]).value : spec.default,
    ]),
  )

/** What the paper or a trainer sets this parameter to; undefined where it names no value. */
export function conventional(spec: ParamSpec, convention: Convention): ParamValue | undefined {
  switch (convention) {
    case 'paper':
    case 'trl':
    case 'verl':
      return spec[convention]
    default: {
      const older = followed(convention)
      return spec.by?.[convention] ?? (older && conventional(spec, older))
    }
  }
}

/** As `conventional`, but undefined where it only repeats the convention that it follows. */
export function saidBy(spec: ParamSpec, convention: Convention): ParamValue | undefined {
  const [value, older] = [conventional(spec, convention), followed(convention)]
  return older && value === conventional(spec, older) ? undefined : value
}

/** The values that a trainer or the paper sets; parameters it does not name are absent. */
export const conventionOf = (specs: ParamSpecs, convention: Convention): Record<string, ParamValue> =>
  Object.fromEntries(
    Object.entries(specs).flatMap(([key, spec]) => {
      const value = conventional(spec, convention)
      return value === undefined ? [] : [[key, value]]
    }),
  )

const otherName = ({ also = {} }: ChoiceParam, value: unknown): string | undefined =>
  typeof value === 'string' && Object.hasOwn(also, value) ? also[value] : undefined

/** A value made legal, and a sentence when it had to change. Text from a URL or a command line is parsed here too. */
export function legalise(key: string, spec: ParamSpec, value: unknown): { value: ParamValue; notice?: string } {
  if (spec.kind === 'choice') {
    const found = spec.options.find(option => option === value) ?? otherName(spec, value)
    if (found !== undefined) return { value: found }
    const cure = `Taking ${spec.default}.`
    return {
      value: spec.default,
      notice: `${key}: expected one of ${spec.options.join(', ')}, got ${show(value)}. ${cure}`,
    }
  }
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || Number.isNaN(number)) {
    return { value: spec.default, notice: `${key}: expected a number, got ${show(value)}. Taking ${spec.default}.` }
  }
  const legal = clamp(spec.integer ? Math.round(number) : number, spec.min, spec.max)
  if (legal === number) return { value: legal }
  const range = `${spec.integer ? 'a whole number' : 'a number'} from ${spec.min} to ${spec.max}`
  return { value: legal, notice: `${key}: expected ${range}, got ${number}. Taking ${legal}.` }
}
