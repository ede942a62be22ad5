import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import type { SampledRollout, SamplerHandle } from '../../core/method.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const drawn = (rewards: readonly number[], tempered: readonly number[]) =>
  withColumns(batchOf([rewards], 1), { tempered: Float32Array.from(tempered) })

describe('AEPO: what is learned', () => {
  test('where nothing is tempered it is GRPO', () => {
    const batch = drawn([1, 0, 0], [1, 1, 1])
    const grpo = estimateOf('grpo', batch).batch.credit
    expect([...estimateOf('aepo', batch).batch.credit]).toEqual([...grpo])
  })

  test('a lone tempered response, and tempered ones that agree, are left out', () => {
    for (const [rewards, tempered] of [
      [
        [1, 0, 1],
        [1, 1, 1.2],
      ],
      [
        [1, 0, 1, 1],
        [1, 1, 1.2, 1.2],
      ],
    ] as const) {
      const { batch } = estimateOf('aepo', drawn(rewards, tempered))
      expect([...batch.credit].slice(2).every(c => c === 0)).toBe(true)
      expect([...batch.trained!]).toEqual(tempered.map(t => (t === 1 ? 1 : 0)))
    }
  })

  test('good hot responses get advantage 1 and take the place of the first normal ones', () => {
    const { batch } = estimateOf('aepo', drawn([1, 0, 0, 1, 0, 1], [1, 1, 1, 1.2, 1.2, 1.2]))
    expect([...batch.advantage].slice(3)).toEqual([1, 0, 1])
    expect([...batch.trained!]).toEqual([0, 0, 1, 1, 0, 1])
    // The group’s statistics still count those that gave way.
    expect(batch.credit[2]).toBeCloseTo(-0.577, 3)
  })

  test('of good cold ones half are used, rounded down, and never more than the most', () => {
    const cold = drawn([0, 1, 1, 1, 0], [1, 0.8, 0.8, 0.8, 0.8])
    expect([...estimateOf('aepo', cold).batch.advantage]).toEqual([0, 1, 0, 0, 0])
    const hot = drawn([0, 1, 1, 1, 0], [1, 1.2, 1.2, 1.2, 1.2])
    expect([...estimateOf('aepo', hot, { mixedMost: 2 }).batch.advantage]).toEqual([0, 1, 1, 0, 0])
  })
})

describe('AEPO: what is drawn', () => {
  /** Draws with the policy’s entropy at this many nats; returns the temperatures that were asked for. */
  async function askedAt(entropy: number, groupSize: number, problems: readonly number[]) {
    const asked: { problem: number; rollout: number; temperature: number | undefined }[] = []
    const rollout: SampledRollout = { tokens: [0], logp: [-entropy], entropy: [entropy], reward: 0 }
    const handle: SamplerHandle = {
      temperature: 1,
      reference: () => [],
      continueFrom: async (requests, options) => {
        for (const { problem, rollout } of requests) asked.push({ problem, rollout, temperature: options?.temperature })
        return requests.map(({ problem }) => ({ ...rollout, tokens: [problem] }))
      },
    }
    const { part } = resolveMethod('aepo').sampler!
    const groups = await part.compute(handle, problems, groupSize, paramsOf('aepo'), context)
    return { asked, groups }
  }

  test('the first quarter of the problems is drawn again: hot up to the target, cold above it', async () => {
    for (const [entropy, temperature] of [
      [0.3, 1.2],
      [0.5, 1.2],
      [0.8, 0.8],
    ] as const) {
      const { asked, groups } = await askedAt(entropy, 2, [7, 8, 9, 10, 11])
      expect(asked.filter(ask => ask.temperature !== 1)).toEqual(
        [7, 8].flatMap(problem => [2, 3].map(rollout => ({ problem, rollout, temperature }))),
      )
      expect(groups.map(group => group.length)).toEqual([4, 4, 2, 2, 2])
    }
  })

  test('responses stay with their problem, and no number is used twice', async () => {
    const { asked, groups } = await askedAt(0.3, 3, [4, 5])
    expect(groups.map(group => new Set(group.flatMap(({ tokens }) => [...tokens])))).toEqual([
      new Set([4]),
      new Set([5]),
    ])
    const keys = asked.map(({ problem, rollout }) => `${problem} ${rollout}`)
    expect(new Set(keys).size).toBe(keys.length)
  })
})
