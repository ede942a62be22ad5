/** KL to the reference as a price in the reward, and the controller of that price. Numbers only: nothing here has a gradient. */
import { lengths, maskOf, rolloutOfToken, tokenRewards, type With } from '../batch.ts'
import { rolloutColumns, tokenColumns } from '../explain.ts'
import { clamp, mean } from '../math.ts'
import type { RewardResult } from '../method.ts'
import { choice, number } from '../params.ts'

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
