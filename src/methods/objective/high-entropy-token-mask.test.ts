import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

const id = 'high-entropy-token-mask'
const run = (topShare: number, entropy = [0.1, 0.9, 0.2, 0.3, 0.4]) =>
  lossOf(id, settings(id, 'none', { topShare }), {
    mask: [entropy.map(() => 1)],
    advantage: [1],
    columns: { logp: [entropy.map(() => -1)], oldEntropy: [entropy] },
  })

beforeAll(() => openBackend('cpu'))

describe('TRL’s high-entropy mask', () => {
  test('trains the top share only; the others stay in the denominator', () => {
    const { gradient, explain } = run(0.2)
    expect(explain.kept).toEqual([[0, 1, 0, 0, 0]])
    expect(gradient.logp![0]!.map(g => g + 0)).toEqual([0, expect.closeTo(-0.2), 0, 0, 0])
  })

  test('share 1 keeps all, share 0 the maximum', () => {
    expect(run(1).explain.kept).toEqual([[1, 1, 1, 1, 1]])
    expect(run(0).explain.kept).toEqual([[0, 1, 0, 0, 0]])
  })

  test('ties are kept together', () => {
    expect(run(0.2, [0.5, 0.5, 0.5, 0.5]).explain.kept).toEqual([[1, 1, 1, 1]])
  })

  test('the entropy bonus is the mean over the kept tokens', () => {
    const entropy = [0.8, 0.7]
    const values = settings(id, 'none', { topShare: 0.2, entropyCoefficient: 0.01 })
    const columns = { logp: [[-1, -1]], oldEntropy: [entropy] }
    const { gradient } = lossOf(id, values, { mask: [[1, 1]], advantage: [0], columns })
    expect(gradient.entropy![0]!.map(g => g + 0)).toEqual([expect.closeTo(-0.01), 0])
  })

  test('the entropy itself gets no gradient', () => {
    expect(run(0.5).gradient.entropy![0]!.map(g => g + 0)).toEqual([0, 0, 0, 0, 0])
  })

  test('a larger share keeps all that a smaller one kept', () => {
    const kept = [0, 0.2, 0.4, 0.6, 0.8, 1].map(share => run(share).explain.kept![0]!)
    kept.slice(1).forEach((more, k) => {
      expect(more.every((mark, t) => mark >= kept[k]![t]!)).toBe(true)
    })
    expect(kept.map(marks => marks.filter(mark => mark === 1).length)).toEqual([1, 1, 2, 3, 4, 5])
  })
})
