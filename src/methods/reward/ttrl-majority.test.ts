import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const saying = (answers: readonly (readonly string[])[], right = '7') => {
  const batch = batchOf(answers.map(group => group.map(() => 0)))
  return { ...batch, answer: answers.flat(), correct: Float32Array.from(answers.flat(), a => (a === right ? 1 : 0)) }
}
const paid = (answers: readonly (readonly string[])[]) => [...estimateOf('ttrl-majority', saying(answers)).batch.reward]

describe('TTRL', () => {
  test('pays the majority of each group, right or wrong, whatever the verifier paid', () => {
    expect(
      paid([
        ['7', '3', '7'],
        ['3', '3', '7'],
      ]),
    ).toEqual([1, 0, 1, 1, 1, 0])
  })

  test('of equals the first answer wins, and a lone response agrees with itself', () => {
    expect(paid([['4', '7', '7', '4'], ['9']])).toEqual([1, 0, 0, 1, 1])
  })

  test('answers that could not be read agree with nobody', () => {
    expect(paid([['', '', '', '3', '3']])).toEqual([0, 0, 0, 1, 1])
  })

  test('the reward is right wherever the label is, and beyond it as often as wrong answers scatter', () => {
    const answer = fc.constantFrom('7', '3', '4', '5')
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 9 }), group => {
        const { batch } = estimateOf('ttrl-majority', saying([group]))
        const method = resolveMethod('ttrl-majority')
        const { metrics } = method.probe!.part.compute('test', batch, paramsOf('ttrl-majority'), context)
        const expected = metrics.labelAccuracy === 1 ? 1 : 1 - metrics.majorityShare! - metrics.trueShare!
        expect(metrics.rewardAccuracy).toBeCloseTo(expected, 6)
      }),
    )
  })
})
