/** verl-recipe spo/spo_ray_trainer.py, fit (48ea0a7). */
import {
  firstTracker,
  responseDrift,
  samplingWeight,
  type Tracker,
  type Trackers,
  tracked,
  trackedValue,
} from '../../core/formulas/value-tracker.ts'
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  fixed,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  settings,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const id = 'spo-single-stream'
const entries = (value: unknown): [string, unknown][] => Object.entries(value ?? {})
const each = <T>(record: Record<string, T>, pick: (value: T) => number) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, pick(value)]))
const sides = (trackers: Record<string, Tracker>) => ({
  alpha: each(trackers, ({ alpha }) => alpha),
  beta: each(trackers, ({ beta }) => beta),
})

function initial({ inputs, params }: GoldenCase) {
  const trackers = Object.fromEntries(
    entries(inputs.offline_scores).map(([problem, scores]) => {
      const list = vector(scores)
      if (params.offline_N !== undefined) fixed('offline_N', params.offline_N, list.length)
      return [problem, firstTracker(list.filter(r => r > 0).length, list.length, number(params.rho_min))]
    }),
  )
  return { ...sides(trackers), v: each(trackers, trackedValue) }
}

function weights({ inputs, params }: GoldenCase) {
  const beta = Object.fromEntries(entries(inputs.beta))
  const weight = Object.fromEntries(
    entries(inputs.alpha).map(([problem, alpha]) => {
      const tracker = { alpha: number(alpha), beta: number(beta[problem]) }
      return [problem, samplingWeight(tracker, number(params.epsilon))]
    }),
  )
  const total = Object.values(weight).reduce((sum, w) => sum + w, 0)
  return { weight, prob: each(weight, w => w / total) }
}

const trackersOf = ({ inputs }: GoldenCase): Tracker[] => {
  const beta = vector(inputs.beta)
  return vector(inputs.alpha).map((alpha, x) => ({ alpha, beta: beta[x]! }))
}

function advantages(c: GoldenCase) {
  const own = {
    whitenEpsilon: number(c.params.eps),
    whitenDdof: meaning(c.params.std, { unbiased: 1, population: 0 }),
  }
  const reward = vector(c.inputs.reward)
  const rows = reward.map((_, i) => i)
  const batch = { ...batchOf({ mask: rows.map(() => [1]), group: rows, reward }), problem: Float32Array.from(rows) }
  const before: Trackers = Object.fromEntries(trackersOf(c).map((tracker, x) => [x, tracker]))
  const got = estimate(resolveMethod(id), settings(id, 'paper', own), batch, context, { advantage: before })
  return { baseline: [...got.explain.trackedValue!.values], advantage: [...got.batch.advantage] }
}

function updates(c: GoldenCase) {
  const [reward, rho] = [vector(c.inputs.reward), vector(c.inputs.rho)]
  const next = trackersOf(c).map((tracker, x) => tracked(tracker, reward[x]!, rho[x]!))
  return { alpha: next.map(t => t.alpha), beta: next.map(t => t.beta), v: next.map(trackedValue) }
}

function forgetting({ inputs, params }: GoldenCase) {
  const mask = matrix(inputs.response_mask)
  const [stored, now] = [matrix(inputs.stored_log_probs), matrix(inputs.new_log_probs_of_stored_response)]
  const first = vector(inputs.first_time_sampled)
  // A problem that is seen for the first time has no response that could have moved.
  const D = stored.map((row, i) => {
    const known = first.includes(i) ? [] : row.map((logp, t) => (mask[i]![t] === 1 ? logp : Number.NaN))
    return responseDrift(known, now[i]!)
  })
  const drift = Float32Array.from(D)
  const rows = D.map((_, i) => i)
  const given = batchOf({ mask: rows.map(() => [1]), group: rows, reward: D })
  const values = settings('spo-adaptive-memory', 'paper', {
    driftHalf: number(params.D_half),
    rhoLeast: number(params.rho_min),
    rhoMost: number(params.rho_max),
  })
  const batch = { ...given, problem: Float32Array.from(rows), drift }
  const { explain } = estimate(resolveMethod('spo-adaptive-memory'), values, batch, context)
  return { D, rho: [...explain.kept!.values] }
}

const tracker: GoldenFamily = {
  file: 'objective/spo-value-tracker',
  run: c => {
    if (c.inputs.offline_scores !== undefined) return initial(c)
    if (c.params.epsilon !== undefined) return weights(c)
    if (c.inputs.stored_log_probs !== undefined) return forgetting(c)
    return c.inputs.rho !== undefined ? updates(c) : advantages(c)
  },
}

export default [tracker] satisfies readonly GoldenFamily[]
