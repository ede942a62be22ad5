import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const judged = (rewards: readonly number[], roles?: readonly number[], params = {}, state?: unknown) => {
  const plain = batchOf([rewards], 1)
  const batch = roles ? withColumns(plain, { role: Float32Array.from(roles) }) : plain
  return estimate(resolveMethod('rae'), paramsOf('rae', params), batch, context, { advantage: state })
}

describe('RAE', () => {
  test('judges each role by its own past: who always wins earns less and less', () => {
    const { advantage } = judged([1, -1, 1, -1], [0, 1, 0, 1], { roleDecay: 0.5 }).batch
    expect([...advantage]).toEqual([1, -1, 0.5, -0.5])
  })

  test('remembers across iterations', () => {
    const first = judged([1], [0], { roleDecay: 0.5 })
    expect(judged([1], [0], { roleDecay: 0.5 }, structuredClone(first.states.advantage)).batch.advantage[0]).toBe(0.5)
  })

  test('without roles all responses are of one', () => {
    expect([...judged([1, 1], undefined, { roleDecay: 0 }).batch.advantage]).toEqual([1, 0])
  })

  test('a baseline that never moves is none', () => {
    expect([...judged([1, 0, 1], [0, 0, 0], { roleDecay: 1 }).batch.advantage]).toEqual([1, 0, 1])
  })
})
