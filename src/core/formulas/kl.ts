/** KL between policies: the estimators as tensors with gradients and as numbers, the price in a reward, its controller. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { lengths, maskOf, rolloutOfToken, type With } from '../batch.ts'
import { tokenRewards } from '../episode.ts'
import { rolloutColumns, tokenColumns } from '../estimator.ts'
import { clamp, mean } from '../math.ts'
import type { RewardResult, Tf } from '../method.ts'
import { choice, number } from '../params.ts'
import { detach } from './surrogate.ts'

export const klEstimators = ['k1', 'abs', 'k2', 'k3', 'k3-clipped', 'k1+', 'abs+', 'k3+'] as const
export type KlEstimator = (typeof klEstimators)[number]

/** What verl calls them; k2 has its own gradient, with and without the plus. */
export const klNames = {
  kl: 'k1',
  mse: 'k2',
  low_var_kl: 'k3-clipped',
  'kl+': 'k1+',
  'mse+': 'k2',
  'k2+': 'k2',
  'low_var_kl+': 'k3+',
} as const satisfies Readonly<Record<string, KlEstimator>>

/**
 * KL(policy, reference) per token, [n, T]. With x = refLogp - logp: k1 = -x, k2 = x^2/2, k3 = exp(x) - x - 1.
 * `k3-clipped` is verl's k3 (x within 20, the result within 10); a `+` gives the value of the one and the gradient of k2.
 * Source: verl core_algos.kl_penalty (b178a3c, 0.9.1); TRL grpo_trainer (f2cd577): unclipped k3. http://joschu.net/blog/kl-approx.html
 */
export function klEstimate(tf: Tf, estimator: KlEstimator, logp: Tensor2D, refLogp: Tensor2D): Tensor2D {
  const x = tf.sub<Tensor2D>(refLogp, logp)
  const k2 = () => tf.div<Tensor2D>(tf.square(x), 2)
  const k3 = (value: Tensor2D): Tensor2D => tf.sub(tf.sub(tf.exp(value), value), 1)
  const k3Clipped = () => tf.clipByValue(k3(tf.clipByValue(x, -20, 20)), -10, 10)
  const withGradientOfK2 = (value: Tensor2D): Tensor2D => tf.add(detach(tf, tf.sub(value, k2())), k2())
  // Not tf.abs, whose gradient at 0 is -1.
  const absolute = (): Tensor2D => tf.mul(x, tf.sign(x))
  switch (estimator) {
    case 'k1':
      return tf.neg(x)
    case 'abs':
      return absolute()
    case 'k2':
      return k2()
    case 'k3':
      return k3(x)
    case 'k3-clipped':
      return k3Clipped()
    case 'k1+':
      return withGradientOfK2(tf.neg(x))
    case 'abs+':
      return withGradientOfK2(absolute())
    case 'k3+':
      return withGradientOfK2(k3Clipped())
  }
}

export const rewardKlEstimators = ['k1', 'abs', 'k2', 'k3-clipped'] as const
type RewardKl = (typeof rewardKlEstimators)[number]

/** One token's estimate of KL(policy, reference). Source: verl core_algos.kl_penalty_forward (b178a3c). */
export function klNumber(estimator: RewardKl, logp: number, refLogp: number): number {
  const x = refLogp - logp
  switch (estimator) {
    case 'k1':
      return -x
    case 'abs':
      return Math.abs(x)
    case 'k2':
      return (x * x) / 2
    case 'k3-clipped': {
      const bounded = clamp(x, -20, 20)
      return clamp(Math.exp(bounded) - bounded - 1, -10, 10)
    }
  }
}

export const rewardKlParams = {
  rewardKl: choice({
    label: 'KL estimator in the reward',
    options: rewardKlEstimators,
    default: 'k1',
    trl: 'k1',
    verl: 'k1',
    meaning: {
      k1: 'log-ratio: its sum over a response is the exact price of that response',
      abs: 'absolute log-ratio',
      k2: 'half the squared log-ratio',
      'k3-clipped': 'exp(x) - x - 1 with verl’s clips',
    },
  }),
  rewardKlWeight: number({ label: 'KL price β', default: 0.05, trl: 0.05, verl: 0.001, min: 0, max: 10, scale: 'log' }),
} as const

export interface PricedReward extends RewardResult {
  /** Mean over responses of their mean KL per token: what a controller steers by. */
  readonly kl: number
}

/**
 * Rewards minus `price` times the KL of each token, at the policy that sampled. The response's reward is the sum over its
 * tokens. Source: verl ray_trainer.apply_kl_penalty (b178a3c).
 */
export function priceKl(batch: With<'oldLogp' | 'refLogp'>, estimator: RewardKl, price: number): PricedReward {
  const mask = maskOf(batch)
  const kl = batch.oldLogp.map((logp, t) => mask[t]! * klNumber(estimator, logp, batch.refLogp[t]!))
  const total = new Float32Array(batch.rollouts)
  const owner = rolloutOfToken(batch)
  kl.forEach((value, t) => {
    total[owner[t]!]! += value
  })
  const perToken = total.map((value, i) => value / Math.max(1, lengths(batch)[i]!))
  const penalty = total.map(value => -price * value + 0)
  const scored = tokenRewards(batch)
  return {
    reward: batch.reward.map((r, i) => r + penalty[i]!),
    parts: { kl: penalty },
    tokenReward: scored.map((r, t) => r - price * kl[t]!),
    explain: {
      ...tokenColumns({ rewardKl: kl }),
      ...rolloutColumns(['responseKl', 'price'], { responseKl: perToken, price: perToken.map(() => price) }),
    },
    kl: batch.rollouts > 0 ? mean(perToken) : 0,
  }
}

/** The next price: at most 20 % of `rollouts / horizon` towards more or less. Source: verl AdaptiveKLController.update. */
export const adaptPrice = (price: number, kl: number, target: number, rollouts: number, horizon: number): number =>
  price * (1 + (clamp(kl / target - 1, -0.2, 0.2) * rollouts) / horizon)
