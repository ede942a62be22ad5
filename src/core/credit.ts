/** Credit assignment that several methods share. Double precision inside; ragged columns of a Batch in and out. */
import type { Batch } from './batch.ts'
import type { Numbers } from './math.ts'

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
 * the world wrote. Source: verl core_algos.compute_gae_advantage_return (b178a3c), without its whitening.
 */
export function gae(batch: Batch, tokenReward: Numbers, value: Numbers, gamma: number, lambda: number): Gae {
  const length = batch.token.length
  const result = {
    advantage: new Float32Array(length),
    delta: new Float32Array(length),
    returns: new Float32Array(length),
  }
  for (let i = 0; i < batch.rollouts; i++) {
    let nextValue = 0
    let carry = 0
    for (let t = batch.tokenStart[i + 1]! - 1; t >= batch.tokenStart[i]!; t--) {
      if (batch.mask?.[t] === 0) continue
      const delta = tokenReward[t]! + gamma * nextValue - value[t]!
      carry = delta + gamma * lambda * carry
      nextValue = value[t]!
      result.delta[t] = delta
      result.advantage[t] = carry
      result.returns[t] = carry + value[t]!
    }
  }
  return result
}
