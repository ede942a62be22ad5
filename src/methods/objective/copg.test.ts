import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

const run = (reward: number[], logp: number[], group: number[], copgBeta = 0.5) =>
  lossOf('copg', settings('copg', 'none', { copgBeta }), {
    mask: reward.map(() => [1]),
    group,
    reward,
    advantage: reward,
    columns: { logp: logp.map(x => [x]), refLogp: logp.map(() => [-1]) },
  })
const flat = (rows: number[][] | undefined) => rows!.flat().map(g => g + 0)

beforeAll(() => openBackend('cpu'))

describe('CoPG', () => {
  test('only siblings are compared', () => {
    expect(flat(run([1, 0], [-1, -1], [0, 1]).gradient.logp)).toEqual([0, 0])
    expect(flat(run([1, 0], [-1, -1], [0, 0]).gradient.logp)).toEqual([-1, 1])
  })

  test('the same number on all rewards changes nothing', () => {
    expect(flat(run([8, 7], [-1.5, -1], [0, 0]).gradient.logp)).toEqual(
      flat(run([1, 0], [-1.5, -1], [0, 0]).gradient.logp),
    )
  })

  test('rests where rewards differ by β times the log-ratios', () => {
    expect(flat(run([1, 0], [1, -1], [0, 0]).gradient.logp)).toEqual([0, 0])
  })

  test('a lone response teaches nothing', () => {
    expect(run([1], [-2], [0]).loss).toBe(0)
  })
})
