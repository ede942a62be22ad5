/** Methods of the registry as candidates: what each gives these rollouts, by its defaults and as every trainer sets it. */
import { type Batch, hasColumn, type With } from '../../core/batch.ts'
import { PlaygroundError } from '../../core/fail.ts'
import type { LogBatch } from '../../core/log.ts'
import { estimates } from '../../core/method.ts'
import { type Convention, conventionOf, conventions, defaultsOf, type ParamValues, titleOf } from '../../core/params.ts'
import { purpose, stream } from '../../core/rng.ts'
import { estimate } from '../../methods/estimate.ts'
import { methods, nameOf, resolve } from '../../methods/index.ts'
import type { ResolvedMethod } from '../../methods/resolve.ts'
import type { Candidate } from './candidate.ts'
import type { Expected, Moments } from './expected.ts'

/** Half the distance of neighbouring numbers in single precision, and how many such roundings are allowed. */
const rounding = 8 * 2 ** -24

/** Slots that make an advantage of a reward. */
const making: readonly string[] = ['reward', 'advantage', 'credit']

interface Setting {
  readonly params: ParamValues
  readonly named: readonly Convention[]
}

const ownKeys = ({ specs, slotOf }: ResolvedMethod): string[] =>
  Object.keys(specs).filter(key => making.includes(slotOf[key] ?? ''))

/** Every different set of parameters of these slots that the defaults or a convention make. */
function settingsOf(method: ResolvedMethod): Setting[] {
  const own = defaultsOf(method.specs)
  const different = new Map<string, Setting>()
  const add = (params: ParamValues, named: readonly Convention[]) => {
    const key = JSON.stringify(ownKeys(method).map(name => params[name]))
    different.set(key, { params, named: [...(different.get(key)?.named ?? []), ...named] })
  }
  add(own, [])
  for (const name of conventions) {
    const said = conventionOf(method.specs, name)
    if (ownKeys(method).some(key => Object.hasOwn(said, key))) add({ ...own, ...said }, [name])
  }
  return [...different.values()]
}

/** Methods that make an advantage of their own and find all that they read in every iteration, each as it is set. */
export function registeredCandidates(batches: readonly LogBatch[]): Candidate[] {
  return [...methods.values()].flatMap(method => {
    const isOwn = Object.entries(method.slots).some(([slot, part]) => making.includes(slot) && typeof part !== 'string')
    if (!estimates(method) || !isOwn) return []
    const resolved = resolve(method)
    const ready = batches.every(({ batch }) => resolved.needs.every(column => hasColumn(batch, column)))
    return ready ? settingsOf(resolved).map(setting => candidateOf(resolved, setting, batches)) : []
  })
}

function candidateOf(method: ResolvedMethod, { params, named }: Setting, batches: readonly LogBatch[]): Candidate {
  const made = new Map<number, Float32Array | undefined>()
  const valuesOf = (k: number) => {
    if (!made.has(k)) made.set(k, advantagesOf(method, params, batches[k]!.batch, k, batches.length))
    return made.get(k)
  }
  return {
    name: nameOf(method),
    detail: ownKeys(method)
      .map(key => `${method.specs[key]!.label}: ${params[key]}`)
      .join('; '),
    trainers: named.map(titleOf).join(', '),
    traits: { method: method.method.id, ...Object.fromEntries(ownKeys(method).map(key => [key, params[key]!])) },
    surprise: 20,
    expect: (moments, k, digits) => {
      const values = valuesOf(k)
      return values && expectedFrom(values, moments, digits)
    },
  }
}

/** What the tokens of each rollout have in common; undefined where they do not agree, or the method refuses the batch. */
function advantagesOf(
  method: ResolvedMethod,
  params: ParamValues,
  { advantage: _, ...batch }: Batch,
  iteration: number,
  iterations: number,
): Float32Array | undefined {
  const context = { iteration, iterations, draw: stream(0, purpose.method, iteration) }
  try {
    const made = estimate(method, params, batch, context).batch
    return perRollout(made) ?? made.advantage
  } catch (error) {
    // A method may refuse a batch, as pass@k does a group of one: then it did not make it.
    if (error instanceof PlaygroundError) return undefined
    throw error
  }
}

/** The credit of each rollout's tokens where it is one number; undefined where it is not, or there are no tokens. */
function perRollout({ tokenStart, credit, rollouts, mask }: With<'credit'>): Float32Array | undefined {
  const result = new Float32Array(rollouts).fill(Number.NaN)
  for (let i = 0; i < rollouts; i++) {
    for (let t = tokenStart[i]!; t < tokenStart[i + 1]!; t++) {
      if (mask?.[t] === 0) continue
      if (Number.isNaN(result[i]!)) result[i] = credit[t]!
      else if (result[i] !== credit[t]) return undefined
    }
  }
  return result.some(Number.isNaN) ? undefined : result
}

/** Single precision may be off by as much as the rule stretches a reward's own rounding. */
function expectedFrom(values: Float32Array, { observed, group }: Moments, digits: number): Expected {
  const value = Float64Array.from(values)
  const slack = new Float64Array(values.length)
  for (const rows of observed.members) {
    const scored = rows.filter(i => Number.isFinite(observed.reward[i]!))
    const gap = rangeOf(scored.map(i => observed.reward[i]!))
    const gain = gap > 0 ? rangeOf(scored.map(i => value[i]!)) / gap : 1
    for (const i of rows) slack[i] = rounding * (gain * group[i]!.scale + Math.abs(value[i]!)) + digits
  }
  return { value, low: value.map((x, i) => x - slack[i]!), high: value.map((x, i) => x + slack[i]!) }
}

const rangeOf = (values: readonly number[]): number =>
  values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) -
  values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
