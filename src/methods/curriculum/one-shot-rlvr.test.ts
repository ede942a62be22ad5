import { describe, expect, test } from 'vitest'
import { seedFrom, stream } from '../../core/rng.ts'
import { batchOf, context, paramsOf, poolOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { level, ranked, scores } from './one-shot-rlvr.math.ts'

const { choose, observe } = resolveMethod('one-shot-rlvr').curriculum!.part
const params = paramsOf('one-shot-rlvr', { historyIterations: 4 })
const at = (iteration: number, state?: unknown) => ({ ...context, iteration, draw: stream(seedFrom('1')), state })
const asked = (iteration: number, state: unknown) => choose!(poolOf(6), 3, params, at(iteration, state))

describe('One-shot RLVR', () => {
  test('a pass rate that never moved scores 0, and which comes first does not change a score', () => {
    const histories = [
      [0.5, 0.5],
      [0, 1],
      [1, 1],
    ]
    expect(scores(histories, 'spread')).toEqual([0, 0.5, 0])
    expect(scores([...histories].reverse(), 'spread')).toEqual([0, 0.5, 0])
    expect(ranked([0, 0.5, 0])).toEqual([1, 0, 2])
  })

  test('who moves as the mean of all did is wholly aligned', () => {
    expect(
      scores(
        [
          [0.25, 0.5],
          [0.25, 0.5],
        ],
        'alignment',
      ),
    ).toEqual([1, 1])
    expect(scores([[1], [1]], 'alignment')).toEqual([0, 0])
  })

  test('histories are compared over the epochs that all have', () => {
    expect(
      level([
        [1, 0, 1],
        [0, 1],
      ]),
    ).toEqual([
      [1, 0],
      [0, 1],
    ])
  })

  test('first asks all in turn, and remembers how often each was solved', () => {
    const { choices, state } = asked(1, { histories: { 0: [1], 2: [1], 5: [0] } })
    expect(choices.map(({ problem }) => problem).sort()).toEqual([1, 3, 4])
    const batch = batchOf([
      [1, 0],
      [1, 1],
    ])
    const next = observe!(batch, [2, 3], params, at(1, state))
    expect(next).toEqual({ histories: { 0: [1], 2: [1, 0.5], 3: [1], 5: [0] } })
    expect(structuredClone(next)).toEqual(next)
  })

  test('then one problem fills every batch, and stays the one', () => {
    const { choices, state } = asked(5, { histories: { 0: [1, 1], 2: [0, 1], 4: [0, 0.5] } })
    expect(choices).toEqual([2, 2, 2].map(problem => ({ problem })))
    const later = observe!(batchOf([[0, 0]]), [2], params, at(5, state))
    expect(asked(6, later).choices).toEqual(choices)
  })

  test('before anything was remembered there is still a problem', () => {
    expect(asked(9, undefined).choices).toEqual([0, 0, 0].map(problem => ({ problem })))
  })
})
