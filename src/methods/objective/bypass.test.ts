import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Loss and gradient of one response whose tokens the policy finds this much likelier (in nats) than the sampler did. */
const pull = (gaps: number[], params = {}, advantage = 1) =>
  lossOf('bypass', settings('bypass', 'none', params), {
    mask: [gaps.map(() => 1)],
    advantage: [advantage],
    columns: { logp: [gaps.map(() => -2)], oldLogp: [gaps.map(() => -9)], samplerLogp: [gaps.map(gap => -2 - gap)] },
  })
const slopes = (...of: Parameters<typeof pull>) => pull(...of).gradient.logp![0]!.map(g => Number(g.toFixed(4)) + 0)

beforeAll(() => openBackend('cpu'))

describe('bypass mode', () => {
  test('the ratio is against the sampler, whatever the start of the update was, and its clip acts at once', () => {
    expect(pull([0.1, 0.5]).explain.ratio![0]).toEqual([1.1052, 1.6487].map(r => expect.closeTo(r, 4)))
    expect(slopes([0.1, 0.5])).toEqual([-0.5526, 0])
  })

  test('reinforce has no clip; its weights are those of the policy now', () => {
    expect(slopes([0.1, 0.5], { bypassLoss: 'reinforce' })).toEqual([-0.5, -0.5])
    const weighted = { bypassLoss: 'reinforce', samplerCorrection: 'token', samplerCap: 1.2 }
    expect(slopes([0.1, 0.5], weighted)).toEqual([-0.5526, -0.6])
  })

  test('rejected tokens leave the average', () => {
    expect(slopes([0.1, 0.5], { rejectTokenK1: 1.3 })).toEqual([-1.1052, 0])
    expect(slopes([-0.1, -0.5], { rejectMeanK1: 1.3 })).toEqual([0, 0])
  })

  test('a response is judged by its worst token, its sum or its mean; every rule must hold', () => {
    const kept = (params: object) => pull([0.4, -0.4, 0.1], params).explain.kept![0]
    expect(kept({ rejectSumK1: 1.2 })).toEqual([1, 1, 1])
    expect(kept({ rejectMaxK1: 1.2 })).toEqual([0, 0, 0])
    expect(kept({ rejectMaxK2: 0.1 })).toEqual([1, 1, 1])
    expect(kept({ rejectTokenK1: 1.2, rejectSumK1: 1.2 })).toEqual([0, 0, 1])
    expect(kept({ rejectTokenK1: 1.2, rejectSumK1: 1.02, rejectSeen: 'kept' })).toEqual([0, 0, 0])
  })
})
