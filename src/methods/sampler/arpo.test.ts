import { describe, expect, test } from 'vitest'
import type { SampledRollout, SamplerHandle } from '../../core/method.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

/** Three turns of one token, a word of the world between them; the last one is as unsure as told, the others are sure. */
const player = (unsure: number, prefixes: (readonly number[])[] = []): SamplerHandle => ({
  temperature: 1,
  reference: () => [],
  continueFrom: async requests =>
    requests.map(({ rollout, prefix }): SampledRollout => {
      prefixes.push(prefix)
      const tokens = Array.from({ length: 5 }, (_, t) => prefix[t] ?? 10 * rollout + t)
      const turns = [0, 2, 4].map(start => ({ start, end: start + 1, key: `${start}`, reward: 0 }))
      return { tokens, logp: tokens.map(() => -1), entropy: [0, 0, 0, 0, unsure], reward: 0, turns }
    }),
})
const drawn = (handle: SamplerHandle, size: number, params = {}, draw = () => 0.6) =>
  resolveMethod('arpo').sampler!.part.compute(handle, [0, 1], size, paramsOf('arpo', params), { ...context, draw })

describe('ARPO: what is drawn', () => {
  test('groups are as large as asked, whatever forks', async () => {
    for (const size of [1, 2, 5, 8]) {
      for (const draw of [0, 0.6, 1]) {
        const groups = await drawn(player(1), size, {}, () => draw)
        expect(groups.map(({ length }) => length)).toEqual([size, size])
      }
    }
  })

  test('forks stand where the policy has grown unsure, and begin as their trunk does', async () => {
    const prefixes: (readonly number[])[] = []
    const [group = []] = await drawn(player(6, prefixes), 4)
    // Two from the start; one fork of each before its last turn.
    expect(group.slice(2).map(({ tokens }) => tokens.slice(0, 4))).toEqual(
      group.slice(0, 2).map(({ tokens }) => tokens.slice(0, 4)),
    )
    expect(new Set(prefixes.map(({ length }) => length))).toEqual(new Set([0, 4]))
  })

  test('without a rise of entropy the same draw does not fork, and fresh episodes fill the group', async () => {
    const prefixes: (readonly number[])[] = []
    await drawn(player(0, prefixes), 4)
    expect(prefixes.every(({ length }) => length === 0)).toBe(true)
  })

  test('a beam of one never forks', async () => {
    const prefixes: (readonly number[])[] = []
    await drawn(player(6, prefixes), 4, { beam: 1 }, () => 0)
    expect(prefixes.every(({ length }) => length === 0)).toBe(true)
  })
})

describe('ARPO: what is learned', () => {
  /** Two begin with the same token. */
  const batch = { ...batchOf([[1, 0, 0]]), token: Int32Array.of(7, 1, 7, 2, 8, 3) }

  test('softly it is GRPO', () => {
    expect([...estimateOf('arpo', batch).batch.credit]).toEqual([...estimateOf('grpo', batch).batch.credit])
  })

  test('hard, shared tokens get the mean, and the sum over them stays', () => {
    const [soft, hard] = ['soft', 'hard'].map(attribution => estimateOf('arpo', batch, { attribution }).batch.credit)
    expect(hard![0]).toBe(hard![2])
    expect(hard![0]! + hard![2]!).toBeCloseTo(soft![0]! + soft![2]!)
    expect([hard![1], hard![3], hard![4]]).toEqual([soft![1], soft![3], soft![4]])
  })
})
