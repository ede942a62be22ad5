import { beforeAll, describe, expect, test } from 'vitest'
import type { SampledRollout, SamplerHandle } from '../../core/method.ts'
import { openBackend } from '../../tensor/backends.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, lossOf, settings } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { demonstrated } from './sft.math.ts'

beforeAll(() => openBackend('cpu'))

describe('SFT: what is drawn', () => {
  const rollout: SampledRollout = { tokens: [], logp: [], entropy: [], reward: 0 }
  const handle: SamplerHandle = {
    temperature: 1,
    reference: problem => [7, problem],
    continueFrom: async requests => requests.map(({ prefix }) => ({ ...rollout, tokens: [...prefix, 1] })),
  }

  test('so many demonstrations come first, the policy’s own responses after them', async () => {
    const groups = await demonstrated(handle, [3, 5], 3, 1, () => 0)
    expect(groups.map(group => group.map(({ tokens }) => tokens))).toEqual([
      [[7, 3, 1], [1], [1]],
      [[7, 5, 1], [1], [1]],
    ])
    expect(groups.map(group => group.map(({ external }) => external))).toEqual([
      [true, false, false],
      [true, false, false],
    ])
  })

  test('no more demonstrations than the group has places', async () => {
    const { part } = resolveMethod('sft').sampler!
    const [group] = await part.compute(handle, [3], 2, settings('sft', 'none', {}), context)
    expect(group!.map(({ external }) => external)).toEqual([true, true])
  })
})

describe('SFT: what is trained', () => {
  const columns = {
    external: [
      [1, 1],
      [0, 0],
    ],
    oldLogp: [
      [-1, -5],
      [-1, -5],
    ],
  }
  const mask = [
    [1, 1],
    [1, 1],
  ]

  test('demonstrations, whatever their reward; the policy’s own responses are left out of averages too', () => {
    const values = settings('sft', 'none', {})
    const { credit, trained } = estimate(
      resolveMethod('sft'),
      values,
      batchOf({ mask, reward: [0, 1], columns }),
      context,
    ).batch
    expect([...credit]).toEqual([1, 1, 0, 0])
    expect([...trained!]).toEqual([1, 1, 0, 0])
  })

  test('a surprising token pulls as hard as an expected one', () => {
    const got = lossOf('sft', settings('sft', 'none', {}), {
      mask: [[1, 1]],
      columns: { logp: [[-1, -5]], credit: [[1, 1]] },
    })
    expect(got.loss).toBeCloseTo(3)
    expect(got.gradient.logp).toEqual([[-0.5, -0.5]])
  })
})
