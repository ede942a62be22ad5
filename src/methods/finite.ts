/** The last look at what a method computed: the first number that is not finite, what made it, and what to do. */
import type { Batch, Column } from '../core/batch.ts'
import { rolloutOfToken } from '../core/batch.ts'
import { PlaygroundError } from '../core/fail.ts'
import type { ParamValues } from '../core/params.ts'

/** A result that is NaN or infinite: where, from which inputs, and what to set. */
export class NotFinite extends PlaygroundError {}

/** Above this a single-precision exponential overflows. */
const largestExponent = 88

const show = (value: number | undefined): string => (value === undefined ? 'none' : `${Number(value.toPrecision(6))}`)

/** `rollout 2, token 3`, counted from 1, for a place in the batch. */
function whereIn(batch: Batch, extent: 'rollout' | 'token', at: number): string {
  if (extent === 'rollout') return `rollout ${at + 1}`
  const rollout = rolloutOfToken(batch)[at]!
  return `rollout ${rollout + 1}, token ${at - batch.tokenStart[rollout]! + 1}`
}

/** What this place of the batch holds, for the columns named. */
function inputsAt(batch: Batch, extent: 'rollout' | 'token', at: number, columns: readonly Column[]): string {
  const rollout = extent === 'rollout' ? at : rolloutOfToken(batch)[at]!
  const values = columns.flatMap(column => {
    const own = batch[column]
    if (own?.length === batch.token.length && extent === 'token') return [`${column} ${show(own[at])}`]
    return own?.length === batch.rollouts ? [`${column} ${show(own[rollout])}`] : []
  })
  return [`reward ${show(batch.reward[rollout])}`, ...values].join(', ')
}

/** Parameters that keep a division finite and are switched off. Other floors, as `samplerFloor`, are bounds: 0 is sane. */
const openEpsilons = (params: ParamValues): string[] =>
  Object.keys(params).filter(key => /(epsilon|varianceFloor)$/i.test(key) && params[key] === 0)

function cureByParams(params: ParamValues): string {
  const [open] = openEpsilons(params)
  return open ? `Set ${open} above 0.` : 'Look at these numbers of the log: one is out of range.'
}

/** Fails at the first number of a slot's result that is not finite. `columns` are what the slot reads. */
export function checkSlot(
  where: string,
  extent: 'rollout' | 'token',
  values: Float32Array,
  {
    batch,
    params,
    columns,
  }: { readonly batch: Batch; readonly params: ParamValues; readonly columns: readonly Column[] },
): void {
  const at = values.findIndex(value => !Number.isFinite(value))
  if (at < 0) return
  const got = `${values[at]} from ${inputsAt(batch, extent, at, columns)}`
  throw new NotFinite(`${where}, ${whereIn(batch, extent, at)}`, 'a finite number', got, cureByParams(params))
}

interface Exponent {
  readonly text: string
  readonly of: (t: number) => number
  readonly cure: string
}

/** Log-ratios that a loss takes the exponential of, and what keeps each finite. */
function exponents(batch: Batch, logp: Float32Array, params: ParamValues): Exponent[] {
  const { refLogp, oldLogp, samplerLogp } = batch
  const cure = 'logRatioLimit' in params ? 'Set logRatioLimit to 20.' : 'Look at logp and oldLogp of this token.'
  return [
    // The other estimators have no exponential, or a clipped one.
    ...(refLogp && params.klEstimator === 'k3' && params.klCoefficient !== 0
      ? [{ text: 'refLogp - logp', of: (t: number) => refLogp[t]! - logp[t]!, cure: 'Set klEstimator to k3-clipped.' }]
      : []),
    ...(oldLogp ? [{ text: 'logp - oldLogp', of: (t: number) => logp[t]! - oldLogp[t]!, cure }] : []),
    ...(samplerLogp
      ? [{ text: 'oldLogp - samplerLogp', of: (t: number) => (oldLogp?.[t] ?? logp[t]!) - samplerLogp[t]!, cure }]
      : []),
  ]
}

/** No sane division gives a credit beyond this; rewards and their standard scores are far below. */
const largestCredit = 1000

export interface Cause {
  /** `rollout 2, token 3`. */
  readonly place: string
  readonly text: string
  readonly cure: string
}

/**
 * Why a loss or its gradient is not finite, or beyond e^`largest`: the first token whose log-ratio is too large for an
 * exponential, else a credit that was divided by next to nothing. `logp` is [T], what the policy says now.
 */
export function causeOf(
  { batch, logp, params }: { readonly batch: Batch; readonly logp: Float32Array; readonly params: ParamValues },
  largest = largestExponent,
): Cause | undefined {
  for (const { text, of, cure } of exponents(batch, logp, params)) {
    const at = logp.findIndex((_, t) => batch.mask?.[t] !== 0 && of(t) > largest)
    if (at < 0) continue
    const end = of(at) > largestExponent ? 'overflows' : 'is too large'
    return {
      place: whereIn(batch, 'token', at),
      text: `${text} is ${show(of(at))}, whose exponential ${end}`,
      cure,
    }
  }
  const [open] = openEpsilons(params)
  const steep = batch.credit?.findIndex(credit => !(Math.abs(credit) <= largestCredit)) ?? -1
  if (!open || steep < 0) return undefined
  const text = `credit is ${show(batch.credit?.[steep])} and ${open} is 0`
  return { place: whereIn(batch, 'token', steep), text, cure: cureByParams(params) }
}

/**
 * Fails when a loss or its gradient is not finite: at the first token whose log-ratio is too large for an exponential,
 * else at the first gradient that is no number. `logp` is what the policy says now.
 */
export function checkLoss(
  where: string,
  { loss, slopes }: { readonly loss: number; readonly slopes: readonly Float32Array[] },
  { batch, logp, params }: { readonly batch: Batch; readonly logp: Float32Array; readonly params: ParamValues },
): void {
  const bad = slopes.map(slope => slope.findIndex(value => !Number.isFinite(value))).filter(at => at >= 0)
  if (Number.isFinite(loss) && bad.length === 0) return
  const what = Number.isFinite(loss) ? 'a gradient that is not finite' : `a loss of ${loss}`
  const cause = causeOf({ batch, logp, params })
  if (cause) throw new NotFinite(`${where}, ${cause.place}`, 'a finite loss', `${what}: ${cause.text}`, cause.cure)
  const at = Math.min(...bad)
  const known: readonly Column[] = ['credit', 'logp', 'oldLogp', 'refLogp', 'samplerLogp', 'oldValue', 'returns']
  const place = Number.isFinite(at) ? `, ${whereIn(batch, 'token', at)}` : ''
  const inputs = Number.isFinite(at) ? ` from ${inputsAt(batch, 'token', at, known)}` : ''
  throw new NotFinite(`${where}${place}`, 'a finite loss', `${what}${inputs}`, cureByParams(params))
}
