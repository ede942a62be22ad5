import { expect, test } from 'vitest'
import { batchOf } from '../../methods/fixture.ts'
import { iterationsWith, largestCredit, largestMove, mostHits, search } from './search.ts'

const vocabulary = ['a', 'b', '1', '2']
const batch = {
  ...batchOf([
    [1, Number.NaN],
    [0, 1],
  ]),
  token: Int32Array.of(0, 1, 2, 3, 0, 0, 1, 2),
  advantage: Float32Array.of(2.5, Number.NaN, -1, 2),
  credit: Float32Array.of(2.5, 2.5, 0, 0, -3, -1, 2, 2),
  clipped: Float32Array.of(0, 0, 0, 1, 0, 0, 1, 0),
  ratio: Float32Array.of(1, 1, 1.1, 1, 0.5, 1, 1.5, 1),
  mask: Float32Array.of(1, 1, 1, 1, 1, 1, 0, 1),
  answer: ['', '', 'seven', ''],
}
const problems = ['add 9', 'take 8'].map((text, index) => ({ index, text, prompt: [] }))
const at = (query: string) =>
  search({ batch, problems }, query, vocabulary).map(({ group, rollout, token }) => [group, rollout, token])

test('a text is found in responses at its token, over the borders of tokens, then in answers and prompts', () => {
  expect(at('b')).toEqual([
    [0, 0, 1],
    [1, 1, 0],
  ])
  expect(at('12')).toEqual([[0, 1, 0]])
  expect(at('SEVEN')).toEqual([[1, 0, 0]])
  expect(at('take 8')).toEqual([[1, 0, 0]])
  expect(at('  ')).toEqual([])
})

test('a comparison names every place where it holds, at the size of its column', () => {
  expect(at('adv>2')).toEqual([[0, 0, 0]])
  expect(at('advantage >= 2')).toEqual([
    [0, 0, 0],
    [1, 1, 0],
  ])
  expect(at('credit<-0.5')).toEqual([
    [1, 0, 0],
    [1, 0, 1],
  ])
  expect(at('reward=1')).toEqual([
    [0, 0, 0],
    [1, 1, 0],
  ])
})

test('what the world wrote is passed over, and NaN is found wherever it is a fault', () => {
  expect(at('clipped')).toEqual([[0, 1, 1]])
  expect(at('nan')).toEqual([
    [0, 1, 0],
    [0, 1, 0],
  ])
})

test('the largest is the largest by size among what the policy wrote', () => {
  expect(largestCredit(batch)).toMatchObject({ group: 1, rollout: 0, token: 0, words: '|credit| 3' })
  expect(largestMove(batch)).toMatchObject({ group: 1, rollout: 0, token: 0 })
  expect(largestMove(batchOf([[0]]))).toBeUndefined()
})

test('no more is told than can be read', () => {
  const many = batchOf([Array(mostHits + 5).fill(1)])
  expect(search({ batch: many, problems }, 'reward>0', vocabulary)).toHaveLength(mostHits)
})

test('the iterations that have a place are told, each once', () => {
  const later = { ...batch, clipped: Float32Array.of(0, 0, 0, 0, 0, 0, 0, 0) }
  const snapshots = [batch, later, batch].map((one, i) => ({ batch: one, problems, iteration: 3 * i + 1 }))
  expect(iterationsWith(snapshots, 'clipped', vocabulary)).toEqual([1, 7])
  expect(iterationsWith(snapshots, 'take 8', vocabulary)).toEqual([1, 4, 7])
  expect(iterationsWith(snapshots, '', vocabulary)).toEqual([])
})
