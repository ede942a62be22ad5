/**
 * A baseline per place in the response that minimises the gradient's variance: earlier gradient energy weighs the returns.
 * Source: verl core_algos.compute_optimal_token_baseline_advantage and its multi-turn twin (0.9.1); arXiv 2602.07078.
 */
import { type Batch, groupMembers, type With } from '../batch.ts'
import { sumToEnd } from '../episode.ts'
import { choice, number } from '../params.ts'

export interface TokenBaseline {
  /** [T] return minus baseline; 0 where the mask is 0. */
  readonly credit: Float32Array
  /** [T] */
  readonly returns: Float32Array
  /** [T] */
  readonly baseline: Float32Array
  /** [T] squared norm of the token's gradient with respect to its logits, summed from the response's start. */
  readonly energy: Float32Array
}

/** What stands at which place: [place] token of a rollout. `generated` leaves out what the world wrote. */
export type Places = 'all' | 'generated'

function placesOf(batch: Batch, rollout: number, places: Places): number[] {
  const tokens: number[] = []
  for (let t = batch.tokenStart[rollout]!; t < batch.tokenStart[rollout + 1]!; t++) {
    if (places === 'all' || batch.mask?.[t] !== 0) tokens.push(t)
  }
  return tokens
}

/** |onehot(y) - pi|^2 = 1 - 2 pi(y) + sum pi^2, times the squared weight of a token that another policy sampled. */
function energies(batch: With<'oldLogp' | 'collision'>, { weighted, cap }: TokenBaselineOptions): Float64Array {
  return Float64Array.from(batch.token, (_, t) => {
    if (batch.mask?.[t] === 0) return 0
    const norm = 1 - 2 * Math.exp(batch.oldLogp[t]!) + batch.collision[t]!
    if (!weighted || !batch.samplerLogp) return norm
    const ratio = Math.exp(batch.oldLogp[t]! - batch.samplerLogp[t]!)
    return norm * (cap > 0 ? Math.min(ratio, cap) : ratio) ** 2
  })
}

export interface TokenBaselineOptions {
  readonly places: Places
  /** No baseline where only the longest response of a group is left, which would be its own. */
  readonly freeTail: boolean
  /** Weigh energies by the squared ratio to the sampler, where one is recorded. */
  readonly weighted: boolean
  /** Largest ratio; 0 is no bound. */
  readonly cap: number
  readonly epsilon: number
}

export function tokenBaseline(
  batch: With<'oldLogp' | 'collision'>,
  perToken: ArrayLike<number>,
  options: TokenBaselineOptions,
): TokenBaseline {
  const size = batch.token.length
  const returns = sumToEnd(batch, perToken)
  const [baseline, energy] = [new Float32Array(size), new Float32Array(size)]
  const own = energies(batch, options)
  for (const members of groupMembers(batch)) {
    const rows = members.map(i => placesOf(batch, i, options.places))
    for (const row of rows) {
      let total = 0
      for (const t of row) energy[t] = total += own[t]!
    }
    if (members.length > 1) fillBaselines(batch, rows, { returns, energy, baseline }, options)
  }
  const credit = returns.map((g, t) => (batch.mask?.[t] === 0 ? 0 : g - baseline[t]!))
  return { credit, returns, baseline, energy }
}

function fillBaselines(
  batch: Batch,
  rows: readonly (readonly number[])[],
  { returns, energy, baseline }: Record<'returns' | 'energy' | 'baseline', Float32Array>,
  { freeTail, epsilon }: TokenBaselineOptions,
): void {
  const counts = rows.map(row => row.filter(t => batch.mask?.[t] !== 0).length)
  const [longest = 0, second = 0] = counts.toSorted((a, b) => b - a)
  const width = Math.max(...rows.map(row => row.length))
  for (let place = 0; place < width; place++) {
    const alive = rows.flatMap((row, r) => {
      const t = row[place]
      return t === undefined || batch.mask?.[t] === 0 ? [] : [{ t, length: counts[r]! }]
    })
    const weight = alive.reduce((total, { t }) => total + energy[t]!, 0)
    const weighted = alive.reduce((total, { t }) => total + energy[t]! * returns[t]!, 0)
    for (const { t, length } of alive) {
      const free = freeTail && longest > second && length === longest && place >= second
      baseline[t] = free ? 0 : weighted / (weight + epsilon)
    }
  }
}

/** What both versions leave open beside the tail. */
export const tokenBaselineParams = {
  energyRatio: choice({
    label: 'Weigh by sampler’s ratio',
    options: ['off', 'on'],
    default: 'off',
    meaning: {
      off: 'trust that the policy sampled',
      on: 'squared ratio of each token, where a sampler is recorded',
    },
  }),
  energyCap: number({
    label: 'Largest ratio to the sampler',
    default: 2,
    verl: 2,
    min: 0,
    max: 100,
    note: 'Before it is squared; 0 is no bound. verl squares the truncated weights of its rollout correction.',
    aside: true,
  }),
  epsilon: number({
    label: 'Epsilon',
    default: 1e-8,
    verl: 1e-8,
    min: 0,
    max: 1,
    scale: 'log',
    note: 'Keeps the division finite.',
  }),
} as const
