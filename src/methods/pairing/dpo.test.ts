import { beforeAll, describe, expect, test } from 'vitest'
import { preferReward } from '../../core/pairs.ts'
import { openBackend } from '../../tensor/backends.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { lossOf, settings } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { pairUp } from '../pair-up.ts'

beforeAll(() => openBackend('cpu'))

const method = resolveMethod('dpo')

function pairsOf(rewards: readonly (readonly number[])[], prefer?: (a: number, b: number) => number) {
  const batch = batchOf(rewards)
  const made = pairUp(method, paramsOf('dpo'), batch, { ...context, prefer: prefer ?? preferReward(batch) })
  const { chosen, rejected } = made.batch.pairs!
  return { pairs: [...chosen].map((row, k) => [row, rejected[k]]), explain: made.explain }
}

/** One pair of responses of these lengths; every token has these log-probabilities. */
const lossWith = (params: Parameters<typeof settings>[2], logp: readonly [number[], number[]]) => {
  const width = Math.max(...logp.map(row => row.length))
  const rows = logp.map(row => [...row, ...Array(width - row.length).fill(0)])
  return lossOf('dpo', settings('dpo', 'none', params), {
    mask: logp.map(row => rows[0]!.map((_, t) => (t < row.length ? 1 : 0))),
    advantage: [0, 0],
    columns: { logp: rows, refLogp: rows.map(row => row.map(() => -1)) },
    pairs: { chosen: Int32Array.of(0), rejected: Int32Array.of(1), weight: Float32Array.of(1) },
  })
}

describe('DPO pairs', () => {
  test('the best of a group with its worst, by reward where the world has no opinion', () => {
    expect(
      pairsOf([
        [0, 1, 0.5],
        [1, 0],
      ]).pairs,
    ).toEqual([
      [1, 0],
      [3, 4],
    ])
  })

  test('nobody where all are alike, alone, or not scored', () => {
    expect(pairsOf([[1, 1], [1], [Number.NaN, 0]]).pairs).toEqual([])
  })

  test('a circle has no best: every response wins half of its comparisons', () => {
    const beats = (a: number, b: number) => ((a - b + 3) % 3 === 1 ? 1 : 0)
    const { pairs, explain } = pairsOf([[0, 0, 0]], beats)
    expect(pairs).toEqual([])
    expect([...explain.winRate!.values]).toEqual([0.5, 0.5, 0.5])
  })

  test('the world’s preference goes before the reward', () => {
    expect(pairsOf([[1, 0]], a => (a === 1 ? 1 : 0)).pairs).toEqual([[1, 0]])
  })
})

describe('DPO loss', () => {
  test('at the reference a pair costs log 2, and pulls with half of beta on either side', () => {
    const { loss, gradient } = lossWith({ dpoBeta: 0.4 }, [[-1], [-1]])
    expect(loss).toBeCloseTo(Math.LN2)
    expect(gradient.logp!.flat()[0]).toBeCloseTo(-0.2)
    expect(gradient.logp!.flat()[1]).toBeCloseTo(0.2)
  })

  test('only the margin counts: both may fall by the same', () => {
    expect(lossWith({}, [[-3], [-3]]).loss).toBeCloseTo(lossWith({}, [[-1], [-1]]).loss)
  })

  test('by the mean over tokens, length does not count', () => {
    const mean = { pairLength: 'mean' }
    expect(lossWith(mean, [[-2, -2, -2], [-3]]).loss).toBeCloseTo(lossWith(mean, [[-2], [-3]]).loss)
    expect(lossWith({}, [[-2, -2, -2], [-3]]).loss).not.toBeCloseTo(lossWith({}, [[-2], [-3]]).loss)
  })

  test('IPO turns back where the margin overshoots its target, DPO never does', () => {
    const far = [[-0.1], [-9]] as const satisfies readonly [number[], number[]]
    const pull = (params: Parameters<typeof settings>[2]) =>
      lossWith({ dpoBeta: 0.5, ...params }, [[...far[0]], [...far[1]]]).gradient.logp!.flat()[0]!
    expect(pull({ pairLoss: 'ipo' })).toBeGreaterThan(0)
    expect(pull({ pairLoss: 'sigmoid' })).toBeLessThan(0)
  })

  test('losses of the chosen and the rejected one by one, by hand', () => {
    const sigma = (x: number) => 1 / (1 + Math.exp(-x))
    const [a, b] = [0.5, -1.5]
    const logp: [number[], number[]] = [[-1 + a], [-1 + b]]
    const of = (pairLoss: string, labelSmoothing = 0) => lossWith({ dpoBeta: 1, pairLoss, labelSmoothing }, logp).loss
    expect(of('nca_pair')).toBeCloseTo(-Math.log(sigma(a)) - (Math.log(sigma(-a)) + Math.log(sigma(-b))) / 2, 5)
    expect(of('bco_pair')).toBeCloseTo(-Math.log(sigma(a)) - Math.log(sigma(-b)), 5)
    const q = sigma(a - b)
    const exo = q * Math.log(q / 0.9) + (1 - q) * Math.log((1 - q) / 0.1)
    expect(of('exo_pair', 0.1)).toBeCloseTo(exo, 5)
    const share = sigma((a - b) / 0.05)
    expect(of('discopop')).toBeCloseTo((1 - share) * -Math.log(q) + share * Math.exp(b - a), 5)
  })
})
