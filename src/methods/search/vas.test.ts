import { expect, test } from 'vitest'
import { mean } from '../../core/math.ts'
import { chanceOfZeros, foundBy } from '../search-fixture.ts'
import { augmented } from './vas.math.ts'

const words = { length: 3, letters: 3 }
const judge = chanceOfZeros(words)
const right = (word: readonly number[]) => (word.every(letter => letter === 0) ? 1 : 0)

test('no strength, or equal values, leave the policy as it is; a constant beside the values changes nothing', () => {
  const logits = [1, 0, -1]
  expect(augmented(logits, token => token, { beta: 0, top: 3 })).toEqual(logits)
  augmented(logits, () => 0.7, { beta: 5, top: 3 }).forEach((logit, v) => {
    expect(logit).toBeCloseTo(logits[v]!, 10)
  })
  const shifted = augmented(logits, token => token + 10, { beta: 2, top: 3 })
  augmented(logits, token => token, { beta: 2, top: 3 }).forEach((logit, v) => {
    expect(shifted[v]).toBeCloseTo(logit, 10)
  })
})

test('one step with exact values is the optimum at a price of KL: the policy times exp(βr)', () => {
  const reward = [1, 0, 0.5]
  const logits = [0.2, 0.9, -0.4]
  const tilted = logits.map((logit, v) => logit + 2 * reward[v]!)
  const got = augmented(logits, token => reward[token]!, { beta: 2, top: 3 })
  got.forEach((logit, v) => {
    expect(logit - got[0]!).toBeCloseTo(tilted[v]! - tilted[0]!, 10)
  })
})

test('strength finds more, at one look and so many questions per token', async () => {
  const share = async (vasBeta: number) =>
    mean((await foundBy('vas', { ...words, judge }, 200, { vasBeta })).candidates.map(right))
  expect(await share(30)).toBeGreaterThan((await share(0)) + 0.2)
  const { drawn, judged } = await foundBy('vas', { ...words, judge }, 4, { vasTop: 2 })
  expect([drawn, judged]).toEqual([4 * 3, 4 * 3 * 2])
})
