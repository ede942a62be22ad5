import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'

beforeAll(() => openBackend('cpu'))

const id = 'mask-truncated-completions'
const at = (truncated: number[]) =>
  estimateOf(id, { ...batchOf([[1, 0]], 2), truncated: Float32Array.from(truncated) }).batch

describe('overlong filtering', () => {
  test('the tokens of a cut-off response are not trained on', () => {
    const { trained, credit } = at([0, 1])
    expect([...trained!]).toEqual([1, 1, 0, 0])
    expect([...credit.slice(2)].map(c => c + 0)).toEqual([0, 0])
  })

  test('its reward still counts for its siblings', () => {
    expect(at([0, 1]).credit[0]).toBeGreaterThan(0)
    expect(at([0, 1]).advantage[1]).toBeLessThan(0)
  })

  test('a batch in which all were cut off trains nothing and is not NaN', () => {
    expect([...at([1, 1]).credit].map(c => c + 0)).toEqual([0, 0, 0, 0])
  })

  test('a cut-off response has no gradient, yet in TRL’s mean over responses it still divides', () => {
    const pull = (emptyRows: string, aggregation = 'seq-mean-token-mean') => {
      const batch = { ...at([0, 1]), logp: new Float32Array(4).fill(-1) }
      const params = paramsOf(id, { emptyRows, aggregation, klCoefficient: 0 })
      return [...objectiveGradient(tf, resolveMethod(id), params, batch, context).gradient.logp!].map(g => g + 0)
    }
    const [first] = at([0, 1]).credit
    const over = (divisor: number) => [-first! / divisor, -first! / divisor, 0, 0].map(g => expect.closeTo(g, 5))
    expect(pull('count')).toEqual(over(2 * 2))
    expect(pull('skip')).toEqual(over(2))
    expect(pull('count', 'token-mean')).toEqual(over(2))
  })
})
