import { describe, expect, test } from 'vitest'
import { batchOf } from '../../methods/fixture.ts'
import { judgedSteps, payAboveSiblings, payForSteps, spreadSteps, thoughtsOf, verdictsOf } from './process-reward.ts'

const no = Number.NaN
/** Steps of 2 and 1 tokens and a tail, then one step of 2 tokens. */
const batch = {
  ...batchOf([[0, 0]], [4, 2]),
  processReward: Float32Array.of(no, 0.5, -0.25, no, no, 1),
  correct: Float32Array.of(1, 0),
}
const unjudged = { ...batchOf([[1]], 2), processReward: Float32Array.of(no, no), correct: Float32Array.of(1) }

describe('judged steps', () => {
  test('end where a number stands: 0-2 and 2-3, then 4-6; the tail is no step', () => {
    expect([0, 1].map(i => judgedSteps(batch, i))).toEqual([
      [
        { start: 0, end: 2 },
        { start: 2, end: 3 },
      ],
      [{ start: 4, end: 6 }],
    ])
    expect(judgedSteps(unjudged, 0)).toEqual([])
  })

  test('a value per step at each of its tokens, 0 at the tail and where the mask is 0', () => {
    const masked = { ...batch, mask: Float32Array.of(0, 1, 1, 1, 1, 1) }
    expect([...spreadSteps(masked, (_, rollout, index) => 10 * rollout + index + 1)]).toEqual([0, 1, 2, 0, 11, 11])
  })

  test('0.5 is right, -0.25 wrong; neighbours that are judged alike are one thought', () => {
    expect(verdictsOf(batch, 0)).toEqual([1, -1])
    const alike = { ...batchOf([[0]], 3), processReward: Float32Array.of(1, 0.5, 0) }
    expect(thoughtsOf(alike, 0)).toEqual([
      { start: 0, end: 2, right: true },
      { start: 2, end: 3, right: false },
    ])
    expect(thoughtsOf(unjudged, 0)).toEqual([])
  })
})

describe('pay for steps', () => {
  const weights = { processWeight: 2, verifiedWeight: 3 }
  const all = (judgements: readonly number[]) => judgements

  test('2 * 0.5 = 1 and 2 * -0.25 = -0.5, 3 at the last token: 0.5 + 3 = 3.5; the other 2 * 1 = 2', () => {
    const { reward, tokenReward, parts } = payForSteps(batch, weights, all)
    expect([...tokenReward!]).toEqual([0, 1, -0.5, 3, 0, 2])
    expect([...reward]).toEqual([3.5, 2])
    expect([...parts!.process!]).toEqual([0.5, 2])
    expect([...parts!.verified!]).toEqual([3, 0])
  })

  test('nothing judged: the verifier alone, at the last token', () => {
    const { reward, tokenReward } = payForSteps(unjudged, weights, all)
    expect([...tokenReward!]).toEqual([0, 3])
    expect([...reward]).toEqual([3])
  })
})

describe('pay above siblings', () => {
  const paid = {
    ...batch,
    tokenReward: Float32Array.of(0, 1, -0.5, 3, 0, 2),
    rewardParts: { verified: Float32Array.of(3, 0) },
  }

  test('per step: the sibling earns 2 in one step, the first 0.5 in two = 0.25; the verifier’s 3 against 0', () => {
    const { above, stepShare, verifiedAbove } = payAboveSiblings(paid, 'step')
    expect([...stepShare]).toEqual([0, 2, 2, 0, 0, 0.25])
    expect([...verifiedAbove]).toEqual([3, -3])
    expect([...above]).toEqual([0, 1 - 2, -0.5 - 2, 3, 0, 2 - 0.25 - 3])
  })

  test('per token: 2 / 2 = 1 times 2 and 1 tokens; 0.5 / 4 = 0.125 times 2', () => {
    expect([...payAboveSiblings(paid, 'token').stepShare]).toEqual([0, 2, 1, 0, 0, 0.25])
  })

  test('a lone response is compared with itself: 0.75 paid in 2 steps is 0.375 each, above sums to 0', () => {
    const lone = {
      ...batchOf([[0.75]], 2),
      processReward: Float32Array.of(0.5, 0.25),
      tokenReward: Float32Array.of(0.5, 0.25),
    }
    expect([...payAboveSiblings(lone, 'step').above]).toEqual([0.125, -0.125])
  })
})
