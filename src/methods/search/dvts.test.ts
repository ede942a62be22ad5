import { expect, test } from 'vitest'
import { chanceOfZeros, foundBy, wordsHandle } from '../search-fixture.ts'

const words = { length: 3, letters: 3 }
const truth = chanceOfZeros(words)

test('one next step per tree is best of n: the same words as drawn in one go', async () => {
  const { candidates } = await foundBy('dvts', { ...words, judge: truth }, 6, { treeWidth: 1 })
  const handle = wordsHandle({ ...words, judge: truth })
  const asked = Array.from({ length: 6 }, (_, rollout) => ({ prefix: [], rollout }))
  const whole = await handle.advance(asked, Number.POSITIVE_INFINITY)
  expect(candidates).toEqual(whole.map(({ tokens }) => tokens))
})

test('no tree crowds out another: n / M beginnings stay', async () => {
  const { candidates } = await foundBy('dvts', { ...words, judge: () => 0.5, seed: 5 }, 8, { treeWidth: 2 })
  expect(candidates).toHaveLength(8)
  for (let tree = 0; tree < 4; tree++) {
    const [a, b] = candidates.slice(2 * tree, 2 * tree + 2)
    expect(a!.slice(0, 2)).toEqual(b!.slice(0, 2))
  }
})

test('costs M tokens and judgements per tree and step', async () => {
  const { drawn, judged } = await foundBy('dvts', { ...words, judge: truth }, 8, { treeWidth: 4 })
  expect([drawn, judged]).toEqual([8 * 3, 8 * 3])
})
