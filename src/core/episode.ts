/**
 * What the next generated token is, where an episode ends, and where its rewards are paid: one definition for every
 * return, discount and advantage. What the world writes into a response is no action: the episode goes on across it.
 */
import { type Batch, requireColumns } from './batch.ts'
import { fail } from './fail.ts'
import type { Numbers } from './math.ts'
import { choice } from './params.ts'

/** Places of a rollout's generated tokens, in order. */
export function generated({ tokenStart, mask }: Pick<Batch, 'tokenStart' | 'mask'>, rollout: number): number[] {
  const places: number[] = []
  for (let t = tokenStart[rollout]!; t < tokenStart[rollout + 1]!; t++) if (mask?.[t] !== 0) places.push(t)
  return places
}

/** Last generated token of a rollout, or -1. */
export const lastGenerated = (batch: Pick<Batch, 'tokenStart' | 'mask'>, rollout: number): number =>
  generated(batch, rollout).at(-1) ?? -1

/** [T] from each rollout's last generated token to its first: what `step` makes of a token and of what follows it. */
export function fromTheEnd(batch: Batch, step: (t: number, after: number) => number): Float32Array {
  const result = new Float32Array(batch.token.length)
  for (let i = 0; i < batch.rollouts; i++) {
    let after = 0
    for (const t of generated(batch, i).reverse()) result[t] = after = step(t, after)
  }
  return result
}

/** What a return takes a cut-off by the length limit for. */
export const atCutOffParam = choice({
  label: 'Return at a cut-off',
  options: ['final', 'bootstrap'],
  default: 'final',
  meaning: {
    final: 'an end like any other: nothing follows',
    bootstrap: 'the episode would have gone on: finalValue, a column of logs, stands for what follows',
  },
})
export type AtCutOff = (typeof atCutOffParam.options)[number]

/** [n] the return expected after each rollout's last token: 0 at an end, at a cut-off by choice its `finalValue`. */
export function valueAfter(batch: Batch, atCutOff: AtCutOff): Float32Array {
  if (atCutOff === 'final') return new Float32Array(batch.rollouts)
  const { truncated, finalValue } = requireColumns(batch, 'atCutOff=bootstrap', ['truncated', 'finalValue'])
  return finalValue.map((value, i) => {
    if (truncated[i] === 0) return 0
    if (!Number.isNaN(value)) return value
    const cure = 'Give the value after its last token, or set atCutOff to final.'
    return fail(`finalValue of rollout ${i + 1}`, 'a number, because it was cut off', 'none', cure)
  })
}

/** What a return does where the world writes into the response. */
export const holesParam = choice({
  label: 'Return at what the world writes',
  options: ['pass', 'cut'],
  default: 'pass',
  verl: 'pass',
  by: { 'verl-b178a3c': 'cut' },
  meaning: {
    pass: 'it goes on: tokens before a reply see the reward that comes after it',
    cut: 'it begins anew: they see none of it, as in verl before its fix',
  },
})
export type Holes = (typeof holesParam.options)[number]

/**
 * [T] discounted sum of a per-token quantity from this generated token to the end, the discount counting generated tokens;
 * 0 where the mask is 0. `cut` starts anew behind each token with mask 0, whose own quantity then counts.
 */
export function rewardToGo(batch: Batch, perToken: Numbers, gamma: number, holes: Holes = 'pass'): Float32Array {
  if (holes === 'pass') return fromTheEnd(batch, (t, after) => perToken[t]! + gamma * after)
  const result = new Float32Array(batch.token.length)
  for (let i = 0; i < batch.rollouts; i++) {
    let carry = 0
    for (let t = batch.tokenStart[i + 1]! - 1; t >= batch.tokenStart[i]!; t--) {
      result[t] = perToken[t]! + gamma * carry
      carry = batch.mask?.[t] === 0 ? 0 : result[t]!
    }
  }
  return result
}

/** [T] sum of a per-token quantity over this generated token and all later ones; 0 where the mask is 0. */
export const sumToEnd = (batch: Batch, perToken: Numbers): Float32Array => rewardToGo(batch, perToken, 1)

/** [T] gamma to the number of generated tokens that follow in the same rollout; 0 where the mask is 0. */
export function discountToEnd(batch: Batch, gamma: number): Float32Array {
  const result = new Float32Array(batch.token.length)
  for (let i = 0; i < batch.rollouts; i++) {
    const places = generated(batch, i)
    places.forEach((t, k) => {
      result[t] = gamma ** (places.length - 1 - k)
    })
  }
  return result
}

/**
 * [T] what each generated token is paid: the recorded `tokenReward`; else each turn's reward at the last token generated
 * by its end, and what the rollout's reward adds to its turns' at its last generated token, so that a rollout is paid its
 * reward whatever its turns say. Without turn rewards that is the whole of it.
 */
export function tokenRewards(batch: Batch): Float32Array {
  if (batch.tokenReward) return batch.tokenReward
  const result = new Float32Array(batch.token.length)
  const left = Float64Array.from(batch.reward)
  const { turns, turnReward } = batch
  if (turns && turnReward) {
    turns.rollout.forEach((i, turn) => {
      const at = generated(batch, i).findLast(t => t < turns.end[turn]!)
      if (at === undefined) return
      result[at] = result[at]! + turnReward[turn]!
      left[i] = left[i]! - turnReward[turn]!
    })
  }
  for (let i = 0; i < batch.rollouts; i++) {
    const last = lastGenerated(batch, i)
    if (last >= 0) result[last] = result[last]! + left[i]!
  }
  return result
}
