import { describe, expect, test } from 'vitest'
import { seedFrom, stream } from '../../core/rng.ts'
import { batchOf, context, paramsOf, poolOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { chances, learned, lesson } from './sec.math.ts'

const { choose, observe } = resolveMethod('sec').curriculum!.part
const params = paramsOf('sec')
const pool = poolOf(12, ['easy', 'middle', 'hard'])

describe('SEC', () => {
  test('before anything is known every source is as likely; a constant in all of them changes nothing', () => {
    expect(chances({}, [0, 1, 2], 0.25)).toEqual([1, 1, 1].map(() => expect.closeTo(1 / 3, 12)))
    const [a, b] = [chances({ 0: 0.2, 1: 0.9 }, [0, 1], 0.3), chances({ 0: 1.2, 1: 1.9 }, [0, 1], 0.3)]
    a.forEach((p, i) => {
      expect(p).toBeCloseTo(b[i]!, 12)
    })
  })

  test('draws most from the source that taught most, and any problem of it', () => {
    const draw = stream(seedFrom('1'))
    const { choices } = choose!(
      pool,
      400,
      { ...params, sourceTemperature: 0.05 },
      { ...context, draw, state: { 1: 1 } },
    )
    expect(new Set(choices.map(({ problem }) => problem))).toEqual(new Set([1, 4, 7, 10]))
  })

  test('a source without problems is never drawn', () => {
    const draw = stream(seedFrom('1'))
    const { choices } = choose!({ ...pool, size: 1 }, 5, params, { ...context, draw, state: { 2: 9 } })
    expect(choices).toEqual([0, 0, 0, 0, 0].map(problem => ({ problem })))
  })

  test('remembers the mean size of the advantages by source, silent groups counted', () => {
    const batch = {
      ...batchOf([
        [1, 0],
        [0, 0],
        [1, 1],
      ]),
      source: Float32Array.of(2, 2, 0),
      advantage: Float32Array.of(1, -1, 0, 0, 0, 0),
    }
    const state = observe!(batch, [2, 5, 0], { ...params, newestWeight: 0.5 }, { ...context, state: { 1: 0.8 } })
    expect(state).toEqual({ 0: 0, 1: 0.8, 2: 0.25 })
    expect(structuredClone(state)).toEqual(state)
  })

  test('what teaches nothing fades by a constant factor', () => {
    let worth = learned({}, new Map([[0, lesson([1, -1])]]), 1)
    for (let k = 0; k < 3; k++) worth = learned(worth, new Map([[0, 0]]), 0.5)
    expect(worth[0]).toBe(0.125)
  })
})
