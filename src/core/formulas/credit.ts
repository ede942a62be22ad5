/** Credit assignment that several methods share. Double precision inside; ragged columns of a Batch in and out. */
import { type Batch, maskOf, rolloutOfToken, type With } from '../batch.ts'
import { type AtCutOff, atCutOffParam, generated, valueAfter } from '../episode.ts'
import type { Numbers } from '../math.ts'
import { choice, number, type ParamSpecs } from '../params.ts'

export interface Gae {
  /** [T] before whitening; 0 where the mask is 0. */
  readonly advantage: Float32Array
  /** [T] one-step surprise r + gamma V' - V; 0 where the mask is 0. */
  readonly delta: Float32Array
  /** [T] advantage + value: what the value head should have said. */
  readonly returns: Float32Array
}

/**
 * Generalised advantage estimation, arXiv 1506.02438. Tokens with mask 0 are skipped: the episode goes on across what
 * the world wrote, and beyond a cut-off by choice. λ may be one per rollout. Source: verl core_algos.compute_gae_advantage_return (b178a3c), without its whitening.
 */
export function gae(
  batch: With<'oldValue'>,
  tokenReward: Numbers,
  {
    gamma,
    lambda,
    atCutOff,
  }: { readonly gamma: number; readonly lambda: number | Numbers; readonly atCutOff: AtCutOff },
): Gae {
  const value = batch.oldValue
  const after = valueAfter(batch, atCutOff)
  const length = batch.token.length
  const result = {
    advantage: new Float32Array(length),
    delta: new Float32Array(length),
    returns: new Float32Array(length),
  }
  for (let i = 0; i < batch.rollouts; i++) {
    let nextValue = after[i]!
    let carry = 0
    const fading = gamma * (typeof lambda === 'number' ? lambda : lambda[i]!)
    for (const t of generated(batch, i).reverse()) {
      const delta = tokenReward[t]! + gamma * nextValue - value[t]!
      carry = delta + fading * carry
      nextValue = value[t]!
      result.delta[t] = delta
      result.advantage[t] = carry
      result.returns[t] = carry + value[t]!
    }
  }
  return result
}

/** What whitening over tokens divides by. */
export const whiteningParam = choice({
  label: 'Whitening divides by',
  options: ['sample', 'population', 'nothing'],
  default: 'sample',
  verl: 'sample',
  by: { openrlhf: 'population', 'nemo-rl': 'population' },
  meaning: {
    sample: 'the sample deviation, 1e-8 added to the variance',
    population: 'the population deviation, of a variance of at least 1e-8',
    nothing: 'nothing: only the mean is taken off',
  },
})

/** The parameters of `gae`, for credit slots that are made of it. */
export const gaeParams = {
  gamma: number({
    label: 'Discount γ',
    default: 1,
    paper: 0.99,
    trl: 1,
    verl: 1,
    min: 0,
    max: 1,
    note: 'Per token; below 1 rewards fade towards the beginning.',
  }),
  lambda: number({
    label: 'GAE λ',
    default: 0.95,
    paper: 0.95,
    trl: 0.95,
    verl: 1,
    min: 0,
    max: 1,
    note: '1 trusts the outcome (no bias, much noise), 0 trusts the value head (the reverse).',
  }),
  atCutOff: atCutOffParam,
  whiten: choice({
    label: 'Whiten credit',
    options: ['tokens', 'off'],
    default: 'tokens',
    trl: 'tokens',
    verl: 'tokens',
    meaning: { tokens: 'mean 0, deviation 1 over all tokens of the batch', off: 'leave as it is' },
  }),
} as const satisfies ParamSpecs

/** Places of the generated tokens of each group. */
export function groupTokens(batch: Batch): number[][] {
  const mask = maskOf(batch)
  const places: number[][] = Array.from({ length: batch.groups }, () => [])
  rolloutOfToken(batch).forEach((i, t) => {
    if (mask[t] === 1) places[batch.group[i]!]!.push(t)
  })
  return places
}
