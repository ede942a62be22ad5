import { beforeAll, describe, expect, test } from 'vitest'
import { siblingLengthReward } from '../../core/formulas/length-reward.ts'
import { failureWeights } from '../../core/formulas/value-tracker.ts'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { advantagesOf, batchOf, context, estimateOf, paramsOf, poolOf } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'

beforeAll(() => openBackend('cpu'))

/** Pull on each token of one response of two tokens whose log-probabilities moved by this much. */
const pull = (credit: number, moved: number, tau: number) => {
  const two = (value: number) => Float32Array.of(value, value)
  const batch = { ...batchOf([[1]], 2), advantage: Float32Array.of(credit), credit: two(credit) }
  const params = paramsOf('kimi-k15', { tau })
  const given = { ...batch, oldLogp: two(-2), logp: two(-2 + moved) }
  return -objectiveGradient(tf, resolveMethod('kimi-k15'), params, given, context).gradient.logp![0]!
}

describe('Kimi k1.5', () => {
  test('a group of one gets 0', () => expect(advantagesOf('kimi-k15', batchOf([[1]]))).toEqual([0]))

  test('before the first update it is REINFORCE with the mean as baseline', () => {
    expect(pull(0.5, 0, 1)).toBeCloseTo(0.5, 5)
    expect(advantagesOf('kimi-k15', batchOf([[1, 0]]))).toEqual([0.5, -0.5])
  })

  test('the pull back grows with the log-ratio of the whole response', () => {
    expect(pull(0, 0.1, 1)).toBeCloseTo(-0.2, 4)
    expect(pull(0, 0.1, 0)).toBeCloseTo(0, 5)
    expect(pull(0.4, 0.2, 1)).toBeCloseTo(0, 4)
  })

  test('short and correct earns, short and wrong does not; equal lengths change nothing', () => {
    expect([...siblingLengthReward(batchOf([[1, 0, 1]], [1, 2, 3]))]).toEqual([0.5, 0, -0.5])
    expect([...siblingLengthReward(batchOf([[0, 1]], 2))]).toEqual([0, 0])
  })

  test('the reward for being short waits for its share of the run', () => {
    const batch = batchOf([[1, 1]], [1, 3])
    expect([...estimateOf('kimi-k15', batch).batch.reward]).toEqual([1, 1])
    expect(estimateOf('kimi-k15', batch, { warmUp: 0 }).batch.reward[0]).toBeCloseTo(1.05)
  })

  test('problems that fail are drawn more often; when all are solved, all alike', () => {
    expect(failureWeights([1, 0.5, 0])).toEqual([0, 0.5, 1])
    expect(failureWeights([1, 1])).toEqual([1, 1])
    const { choose, observe } = resolveMethod('kimi-k15').curriculum!.part
    const state = observe!(
      batchOf([
        [1, 1],
        [0, 1],
      ]),
      [0, 1],
      paramsOf('kimi-k15'),
      context,
    )
    expect(choose!(poolOf(2), 3, paramsOf('kimi-k15'), { ...context, state }).choices).toEqual(
      [1, 1, 1].map(problem => ({ problem })),
    )
  })

  test('from the shortest to the longest the reward for brevity spans 1, in any unit of length', () => {
    const of = (lengths: number[]) => [...siblingLengthReward(batchOf([[1, 1, 1]], lengths))]
    const [short, middle, long] = of([1, 2, 4])
    expect(short! - long!).toBeCloseTo(1, 5)
    expect(of([3, 6, 12])).toEqual([short, middle, long].map(r => expect.closeTo(r!, 5)))
    expect(of([11, 12, 14])).toEqual([short, middle, long].map(r => expect.closeTo(r!, 5)))
  })
})
