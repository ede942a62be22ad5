import { beforeAll, describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { openBackend } from '../../tensor/backends.ts'
import { batchOf, estimateOf } from '../fixture.ts'
import { lossOf, settings } from '../golden/harness.ts'

beforeAll(() => openBackend('cpu'))

/** Responses of one token. */
const run = (id: string, reward: number[], logp: number[], contrast: number[], params = {}) =>
  lossOf(id, settings(id, 'none', { dpoBeta: 1, ...params }), {
    mask: reward.map(() => [1]),
    reward,
    advantage: reward,
    columns: { logp: logp.map(x => [x]), refLogp: logp.map(() => [-1]), contrast: contrast.map(x => [x]) },
  })
const pulls = (of: ReturnType<typeof run>) => of.gradient.logp!.flat().map(g => Number(g.toFixed(5)) + 0)

describe('T-REG', () => {
  test('no loss without a pair: a group of one, equal rewards', () => {
    expect(run('t-reg', [1], [-1], [2]).loss).toBe(0)
    expect(run('t-reg', [1, 1], [-1, -2], [2, -2]).loss).toBe(0)
  })

  test('without hints, or with a judge that is indifferent, it is DPO', () => {
    const dpo = run('dpo-token-q', [1, 0], [-0.5, -2], [3, 3])
    expect(pulls(run('t-reg', [1, 0], [-0.5, -2], [3, 3], { hintWeight: 0 }))).toEqual(pulls(dpo))
    expect(pulls(run('t-reg', [1, 0], [-0.5, -2], [0, 0]))).toEqual(pulls(dpo))
  })

  test('a token that the judge likes is raised, even in the rejected response', () => {
    const [, plain] = pulls(run('t-reg', [1, 0], [-1, -1], [0, 0]))
    const [, hinted] = pulls(run('t-reg', [1, 0], [-1, -1], [0, 4]))
    expect(hinted).toBeLessThan(plain!)
  })

  test('a pair that is told apart needs no hints', () => {
    const { explain } = run('t-reg', [1, 0], [9, -9], [1, 1])
    expect(explain.pairWeight![0]![0]).toBeLessThan(1e-6)
    expect(run('t-reg', [1, 0], [-1, -1], [1, 1]).explain.pairWeight![0]![0]).toBeCloseTo(0.5, 6)
  })

  test('hints lie between -0.5 and 0.5 and take the judge’s sign', () => {
    const batch = withColumns(batchOf([[1, 0]], 1), { contrast: Float32Array.of(50, -50) })
    expect([...estimateOf('t-reg', batch).batch.credit]).toEqual([0.5, -0.5])
  })
})
