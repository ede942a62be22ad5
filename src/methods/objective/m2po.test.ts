import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Which tokens of a response with this credit stay, by their log-ratios. */
const kept = (credit: number, logRatios: number[], params = {}) =>
  lossOf('m2po', settings('m2po', 'none', params), {
    mask: [logRatios.map(() => 1)],
    advantage: [credit],
    columns: {
      logp: [logRatios.map(x => x - 3)],
      oldLogp: [logRatios.map(() => -3)],
      samplerLogp: [logRatios.map(() => -3)],
    },
  }).explain.kept![0]!

beforeAll(() => openBackend('cpu'))

describe('M2PO', () => {
  test('drops the furthest tokens, until the mean square of the others is small enough', () => {
    expect(kept(1, [0.1, 0.5, 0.2, 0.25])).toEqual([1, 0, 1, 1])
    expect(kept(1, [0.1, 0.5, 0.2, 0.25], { momentLimit: 1 })).toEqual([1, 1, 1, 1])
    expect(kept(1, [0.1, 0.5, 0.2, 0.25], { momentLimit: 0 })).toEqual([0, 0, 0, 0])
  })

  test('a token on its way back is never dropped, and does not count', () => {
    expect(kept(1, [-3, 0.1, 0.19])).toEqual([1, 1, 1])
    expect(kept(-1, [-3, 0.1, 0.19])).toEqual([0, 1, 1])
    expect(kept(0, [-3, 3])).toEqual([1, 1])
  })

  test('AReaL judges all tokens, asks for less than the bound, and keeps one at least', () => {
    const rule = { momentOver: 'all tokens' }
    expect(kept(1, [-3, 0.1, 0.19], rule)).toEqual([0, 1, 1])
    expect(kept(1, [0, 0], { ...rule, momentLimit: 0 })).toEqual([1, 0])
  })

  test('AReaL’s choice does not look at the policy now', () => {
    const given = {
      mask: [[1]],
      advantage: [1],
      columns: { logp: [[-1]], oldLogp: [[-2.9]], samplerLogp: [[-3]] },
    }
    const keeps = (movedTo: string) => lossOf('m2po', settings('m2po', 'none', { movedTo }), given).explain.kept![0]![0]
    expect(keeps('now')).toBe(0)
    expect(keeps('start')).toBe(1)
  })
})
