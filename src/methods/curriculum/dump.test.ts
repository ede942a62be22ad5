import { describe, expect, test } from 'vitest'
import { seedFrom, stream } from '../../core/rng.ts'
import { batchOf, context, paramsOf, poolOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { bounds, chances, recorded } from './dump.math.ts'

const { choose, observe } = resolveMethod('dump').curriculum!.part
const params = paramsOf('dump')

describe('DUMP', () => {
  test('before anything is known every source is as likely', () => {
    for (const p of chances({}, [0, 1, 2, 3], 0.1, 1)) expect(p).toBeCloseTo(0.25, 12)
  })

  test('the sign of an advantage is nothing to it', () => {
    expect(recorded({}, 0, [-0.5, 0.25], 9)).toEqual(recorded({}, 0, [0.5, -0.25], 9))
  })

  test('the window forgets the oldest, the count nothing', () => {
    expect(recorded(recorded({}, 2, [1, 2], 3), 2, [3, 4], 3)).toEqual({ 2: { recent: [2, 3, 4], seen: 4 } })
  })

  test('the bonus falls with what was seen of a source and grows with what was seen of others', () => {
    const [rare, often] = bounds({ 0: { recent: [0], seen: 2 }, 1: { recent: [0], seen: 20 } }, [0, 1], 1)
    expect(rare).toBeGreaterThan(often!)
    const [later] = bounds({ 0: { recent: [0], seen: 2 }, 1: { recent: [0], seen: 200 } }, [0, 1], 1)
    expect(later).toBeGreaterThan(rare!)
  })

  test('a source that was never met is drawn next, and without a bonus the one that taught most', () => {
    const state = { 0: { recent: [0.9], seen: 500 }, 1: { recent: [0.1], seen: 500 } }
    const drawn = (explorationWeight: number) => {
      const at = { ...context, draw: stream(seedFrom('1')), state }
      const { choices } = choose!(poolOf(12, ['a', 'b', 'c']), 40, { ...params, explorationWeight }, at)
      return new Set(choices.map(({ problem }) => problem % 3))
    }
    expect(drawn(1)).toEqual(new Set([2]))
    expect(drawn(0)).toContain(0)
    expect(drawn(0)).not.toContain(2)
  })

  test('remembers the size of every advantage under its source, silent groups included', () => {
    const batch = {
      ...batchOf([
        [1, 0],
        [0, 0],
      ]),
      source: Float32Array.of(2, 0),
      advantage: Float32Array.of(1, -1, 0, 0),
    }
    const state = observe!(batch, [2, 0], params, { ...context, state: { 2: { recent: [0.5], seen: 7 } } })
    expect(state).toEqual({ 0: { recent: [0, 0], seen: 2 }, 2: { recent: [0.5, 1, 1], seen: 9 } })
    expect(structuredClone(state)).toEqual(state)
  })

  test('without sources there is one, and every problem of it is as likely', () => {
    const { choices } = choose!(poolOf(5), 200, params, { ...context, draw: stream(seedFrom('2')) })
    expect(new Set(choices.map(({ problem }) => problem)).size).toBe(5)
  })
})
