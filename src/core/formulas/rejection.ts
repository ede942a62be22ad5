/** Rules that reject tokens or whole responses on which trainer and sampler disagree: as numbers, and as tensors. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { type Batch, maskOf, rolloutOfToken } from '../batch.ts'
import { clamp } from '../math.ts'
import type { Tf } from '../method.ts'
import { choice, type NumberParam, number, type ParamSpecs, type Values } from '../params.ts'
import { indicator, rowSum } from '../rows.ts'

const measures = {
  k1: 'ratio of sampler to trainer',
  k2: 'half the squared log-ratio',
  k3: 'ratio of trainer to sampler, minus 1 and its logarithm',
} as const
const levels = { token: 'each token', sum: 'sum over the response', mean: 'mean over the response', max: 'worst token' }
type Measure = keyof typeof measures
type Level = keyof typeof levels

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

const ruleOf = (level: Level, measure: Measure): string => `${levels[level]}, ${measure}`

const highest = (level: Level, measure: Measure): NumberParam =>
  number({
    label: `Reject: ${ruleOf(level, measure)} above`,
    rule: ruleOf(level, measure),
    default: 0,
    verl: 0,
    min: 0,
    max: 1e6,
    scale: 'log',
    aside: true,
    note: `${sentence(measures[measure])} 0: no such rule.`,
  })

const lowest = (level: Level): NumberParam =>
  number({
    label: `Reject: ${ruleOf(level, 'k1')} below`,
    rule: ruleOf(level, 'k1'),
    default: 0,
    verl: 0,
    min: 0,
    max: 1,
    aside: true,
    note: `${sentence(measures.k1)} 0: one over the upper bound.`,
  })

/** An upper bound per level and measure, and a lower one for ratios; every rule that is set must hold. */
export const rejectionParams = {
  rejectTokenK1: highest('token', 'k1'),
  rejectTokenK1Low: lowest('token'),
  rejectTokenK2: highest('token', 'k2'),
  rejectTokenK3: highest('token', 'k3'),
  rejectSumK1: highest('sum', 'k1'),
  rejectSumK1Low: lowest('sum'),
  rejectSumK2: highest('sum', 'k2'),
  rejectSumK3: highest('sum', 'k3'),
  rejectMeanK1: highest('mean', 'k1'),
  rejectMeanK1Low: lowest('mean'),
  rejectMeanK2: highest('mean', 'k2'),
  rejectMeanK3: highest('mean', 'k3'),
  rejectMaxK1: highest('max', 'k1'),
  rejectMaxK1Low: lowest('max'),
  rejectMaxK2: highest('max', 'k2'),
  rejectMaxK3: highest('max', 'k3'),
  rejectSeen: choice({
    label: 'Responses are judged by',
    options: ['all', 'kept'],
    default: 'all',
    verl: 'all',
    by: { skyrl: 'kept' },
    meaning: { all: 'all their tokens', kept: 'the tokens that the rules of tokens left' },
  }),
} as const satisfies ParamSpecs

type Settings = Values<typeof rejectionParams>

interface Rule {
  readonly level: Level
  readonly measure: Measure
  readonly low: number
  readonly high: number
}

/** The rules that are set. Bounds of k1 are ratios; what is compared is their logarithm. */
function rulesOf(params: Settings): Rule[] {
  const upTo = (level: Level, measure: Measure, high: number): Rule[] =>
    high > 0 ? [{ level, measure, low: Number.NEGATIVE_INFINITY, high }] : []
  const between = (level: Level, low: number, high: number): Rule[] =>
    high > 0 ? [{ level, measure: 'k1', low: Math.log(low || 1 / high), high: Math.log(high) }] : []
  return [
    ...between('token', params.rejectTokenK1Low, params.rejectTokenK1),
    ...upTo('token', 'k2', params.rejectTokenK2),
    ...upTo('token', 'k3', params.rejectTokenK3),
    ...between('max', params.rejectMaxK1Low, params.rejectMaxK1),
    ...upTo('max', 'k2', params.rejectMaxK2),
    ...upTo('max', 'k3', params.rejectMaxK3),
    ...between('sum', params.rejectSumK1Low, params.rejectSumK1),
    ...upTo('sum', 'k2', params.rejectSumK2),
    ...upTo('sum', 'k3', params.rejectSumK3),
    ...between('mean', params.rejectMeanK1Low, params.rejectMeanK1),
    ...upTo('mean', 'k2', params.rejectMeanK2),
    ...upTo('mean', 'k3', params.rejectMeanK3),
  ]
}

/** Log-ratios beyond this are taken as this. */
const limit = 20

const measured: Readonly<Record<Measure, (logRatio: number) => number>> = {
  k1: x => -x,
  k2: x => (x * x) / 2,
  k3: x => Math.exp(x) - 1 - x,
}

/**
 * [T] 1 for generated tokens that every rule keeps, 0 elsewhere. `logRatio` [T] is trainer over sampler.
 * Source: verl rollout_corr_helper.compute_rollout_rejection_mask (0.9.1); SkyRL off_policy_correction_utils (a956457),
 * whose bounds are of trainer over sampler, the inverse of k1's.
 */
export function keptTokens(batch: Batch, logRatio: Float32Array, params: Settings): Float32Array {
  const own = maskOf(batch)
  const owner = rolloutOfToken(batch)
  let kept = own
  for (const { level, measure, low, high } of rulesOf(params)) {
    const values = logRatio.map(x => measured[measure](clamp(x, -limit, limit)))
    const seen = level === 'max' || params.rejectSeen === 'all' ? own : kept
    const judged = level === 'token' || level === 'max' ? values : perResponse(batch, values, seen, level)
    const inside = judged.map(value => (value >= low && value <= high ? 1 : 0))
    const holds = level === 'max' ? everyToken(batch, inside, own) : inside
    kept = kept.map((mark, t) => mark * holds[t]!)
  }
  return own === kept ? own.slice() : kept

  function perResponse(of: Batch, values: Float32Array, mask: Float32Array, how: 'sum' | 'mean'): Float32Array {
    const [total, count] = [new Float64Array(of.rollouts), new Float64Array(of.rollouts)]
    values.forEach((value, t) => {
      total[owner[t]!]! += mask[t]! * value
      count[owner[t]!]! += mask[t]!
    })
    return values.map((_, t) => total[owner[t]!]! / (how === 'sum' ? 1 : Math.max(1, count[owner[t]!]!)))
  }

  function everyToken(of: Batch, marks: Float32Array, mask: Float32Array): Float32Array {
    const all = new Float32Array(of.rollouts).fill(1)
    marks.forEach((mark, t) => {
      if (mask[t] === 1 && mark === 0) all[owner[t]!] = 0
    })
    return marks.map((_, t) => all[owner[t]!]!)
  }
}

/** As `keptTokens`, [n, T], without gradient: for losses whose log-ratio is that of the policy now. */
export function keptTensor(tf: Tf, logRatio: Tensor2D, mask: Tensor2D, params: Settings): Tensor2D {
  const x = tf.clipByValue<Tensor2D>(logRatio, -limit, limit)
  const values: Readonly<Record<Measure, () => Tensor2D>> = {
    k1: () => tf.neg(x),
    k2: () => tf.div(tf.square(x), 2),
    k3: () => tf.sub(tf.sub(tf.exp(x), 1), x),
  }
  let kept = mask
  for (const { level, measure, low, high } of rulesOf(params)) {
    const within = (value: Tensor2D): Tensor2D =>
      indicator(tf, tf.logicalAnd(tf.greaterEqual(value, low), tf.lessEqual(value, high)))
    const seen = params.rejectSeen === 'all' ? mask : kept
    const judged = (): Tensor2D => {
      const value = values[measure]()
      const total = () => rowSum(tf, tf.mul<Tensor2D>(value, seen))
      switch (level) {
        case 'token':
          return within(value)
        case 'max':
          return tf.min<Tensor2D>(tf.maximum(within(value), tf.sub(1, mask)), 1, true)
        case 'sum':
          return within(total())
        case 'mean':
          return within(tf.div<Tensor2D>(total(), tf.maximum(rowSum(tf, seen), 1)))
      }
    }
    kept = tf.mul<Tensor2D>(kept, judged())
  }
  return kept
}
