/** What every method falls back on: the aggregations, the KL estimators and the correction for another sampler. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type KlEstimator, klEstimate } from '../core/formulas/kl.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { lossOf, settings } from './golden/harness.ts'

beforeAll(() => openBackend('cpu'))

describe('an aggregation', () => {
  /** Pull on each token of rewarded responses of these lengths. */
  const weights = (aggregation: string, lengths: number[], params = {}, group = lengths.map(() => 0)) => {
    const width = Math.max(...lengths)
    const mask = lengths.map(length => Array.from({ length: width }, (_, t) => (t < length ? 1 : 0)))
    const given = {
      mask,
      group,
      advantage: lengths.map(() => -1),
      columns: { logp: mask.map(row => row.map(() => -1)) },
    }
    const { gradient, loss } = lossOf('reinforce', settings('reinforce', 'none', { aggregation, ...params }), given)
    return { loss, pull: gradient.logp!.map((row, i) => row.slice(0, lengths[i])) }
  }
  const near = (rows: number[][]) => rows.map(row => row.map(w => expect.closeTo(w, 6)))

  test.each([
    ['token-mean', [1 / 3, 1 / 3], [1 / 3]],
    ['token-sum', [1, 1], [1]],
    ['prompt-mean', [1 / 3, 1 / 3], [1 / 3]],
    ['seq-mean-token-sum', [1 / 2, 1 / 2], [1 / 2]],
    ['seq-mean-token-mean', [1 / 4, 1 / 4], [1 / 2]],
    ['seq-mean-token-sum-norm', [1 / 4, 1 / 4], [1 / 4]],
  ])('%s weighs the tokens of a long and a short response so', (aggregation, long, short) => {
    expect(weights(aggregation, [2, 1]).pull).toEqual(near([long, short]))
  })

  test('leaves responses without tokens out of the mean, unless told to count them', () => {
    for (const aggregation of ['token-mean', 'seq-mean-token-sum', 'seq-mean-token-mean']) {
      expect(weights(aggregation, [2, 0]).pull[0]).toEqual(weights(aggregation, [2]).pull[0])
    }
    const counted = weights('seq-mean-token-mean', [2, 0], { emptyRows: 'count' })
    expect(counted.pull[0]).toEqual(near([[1 / 4, 1 / 4]])[0])
  })

  test('over problems gives every problem the same weight, however long its responses are', () => {
    const { pull } = weights('prompt-mean', [3, 1, 1], {}, [0, 0, 1])
    expect(pull).toEqual(near([[1 / 8, 1 / 8, 1 / 8], [1 / 8], [1 / 2]]))
  })

  test('over problems leaves out those without any token, unless told to count them', () => {
    const pull = (emptyRows: string) => weights('prompt-mean', [2, 0], { emptyRows }, [0, 1]).pull[0]
    expect(pull('skip')).toEqual(near([[1 / 2, 1 / 2]])[0])
    expect(pull('count')).toEqual(near([[1 / 4, 1 / 4]])[0])
  })

  test('with a constant divisor leaves empty responses out of the count of responses too', () => {
    const pull = (emptyRows: string) => weights('seq-mean-token-sum-norm', [2, 0], { emptyRows }).pull[0]
    expect(pull('skip')).toEqual(near([[1 / 2, 1 / 2]])[0])
    expect(pull('count')).toEqual(near([[1 / 4, 1 / 4]])[0])
  })

  test('over equal lengths does not care whether tokens or responses are averaged', () => {
    expect(weights('token-mean', [3, 3]).pull).toEqual(near(weights('seq-mean-token-mean', [3, 3]).pull))
  })
})

describe('a KL estimator', () => {
  const all: readonly KlEstimator[] = ['k1', 'abs', 'k2', 'k3', 'k3-clipped', 'k1+', 'k3+']
  const at = (estimator: KlEstimator, logp: number[], refLogp: number[]) =>
    Array.from(klEstimate(tf, estimator, tf.tensor2d([logp]), tf.tensor2d([refLogp])).dataSync())
  const logps = fc.array(fc.float({ min: -8, max: Math.fround(-0.01), noNaN: true }), { minLength: 4, maxLength: 4 })

  test.each(all)('%s is 0 at the reference', estimator => {
    for (const k of at(estimator, [-0.1, -2], [-0.1, -2])) expect(k).toBeCloseTo(0, 6)
  })

  test('is never negative, k1 apart', () => {
    fc.assert(
      fc.property(logps, logps, (logp, ref) => {
        for (const estimator of ['abs', 'k2', 'k3', 'k3-clipped', 'k3+'] as const) {
          for (const k of at(estimator, logp, ref)) expect(k).toBeGreaterThanOrEqual(-1e-5)
        }
      }),
      { numRuns: 30 },
    )
    expect(at('k1', [-2], [-1])[0]).toBeLessThan(0)
  })

  test.each(['k1', 'k3'] as const)('%s is right on average over what the policy samples', estimator => {
    const [p, q] = [
      [0.5, 0.3, 0.2],
      [0.2, 0.2, 0.6],
    ]
    const kl = p!.reduce((total, x, v) => total + x * Math.log(x / q![v]!), 0)
    const k = at(estimator, p!.map(Math.log), q!.map(Math.log))
    expect(p!.reduce((total, x, v) => total + x * k[v]!, 0)).toBeCloseTo(kl, 5)
  })
})

describe('the correction for another sampler', () => {
  const pull = (
    samplerLogp: number[],
    params: Record<string, string | number>,
    more: Record<string, number[][]> = {},
  ) =>
    lossOf('reinforce', settings('reinforce', 'none', params), {
      mask: [[1, 1]],
      advantage: [-1],
      columns: { logp: [[-1, -1]], oldLogp: [[-1, -1]], samplerLogp: [samplerLogp], ...more },
    }).gradient.logp![0]!

  test.each(['token', 'sequence'])('per %s, one that agrees changes nothing', samplerCorrection => {
    expect(pull([-1, -1], { samplerCorrection })).toEqual(pull([-1, -1], { samplerCorrection: 'off' }))
  })

  test.each(['token', 'sequence'])(
    'per %s, a sampler that drew from part of the tokens agrees over these',
    correction => {
      const [mass, logp] = [0.8, -1]
      const drawn = logp - Math.log(mass)
      const weights = (samplerSupport: string) => {
        const params = { samplerCorrection: correction, samplerSupport }
        const plain = pull([logp, logp], { samplerCorrection: 'off' })
        return pull([drawn, drawn], params, { keptMass: [[mass, mass]] }).map((g, t) => g / plain[t]!)
      }
      for (const weight of weights('kept')) expect(weight).toBeCloseTo(1, 5)
      for (const weight of weights('full')) expect(weight).toBeCloseTo(correction === 'token' ? mass : mass ** 2, 5)
    },
  )

  test('never weighs more than the cap', () => {
    const [plain] = pull([-1, -1], { samplerCorrection: 'off' })
    const [first, second] = pull([-9, -2], { samplerCorrection: 'token', samplerCap: 3 })
    expect(first! / plain!).toBeCloseTo(3, 5)
    expect(second! / plain!).toBeCloseTo(Math.E, 4)
  })
})
