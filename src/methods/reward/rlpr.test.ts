import { describe, expect, test } from 'vitest'
import { estimate } from '../estimate.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { noSpreads, remembered, usualSpread } from './rlpr.math.ts'

const scored = (answerScore: readonly number[], plain: number, answer = answerScore.map(() => '7')) => ({
  ...batchOf([answerScore.map(() => 0)]),
  answer,
  answerScore: Float32Array.from(answerScore),
  plainScore: Float32Array.of(plain),
})
const paid = (batch: ReturnType<typeof scored>, own = {}) =>
  [...estimateOf('rlpr', batch, own).batch.reward].map(r => Math.round(1000 * r) / 1000)

describe('RLPR', () => {
  test('thoughts are paid for what they gain; what they lose counts 0', () => {
    expect(paid(scored([0.9, 0.4, 0.2], 0.4), { formWeight: 0 })).toEqual([0.5, 0, 0])
    expect(paid(scored([0.9, 0.2], 0.4), { formWeight: 0, shaping: 'identity' })).toEqual([0.5, -0.2])
  })

  test('an answer that could not be read lacks form; where form is a must, it is paid -1', () => {
    const batch = scored([0.9, 0.9], 0.4, ['7', ''])
    expect(paid(batch)).toEqual([0.55, 0.45])
    expect(paid(batch, { formWeight: -1 })).toEqual([0.5, -1])
  })

  test('equal thoughts teach nothing', () => {
    expect([...estimateOf('rlpr', scored([0.9, 0.9], 0.4)).batch.advantage]).toEqual([0, 0])
  })

  test('a group that varies less than half of the usual gives nothing, once there is a usual', () => {
    const batch = scored([0.5, 0.51], 0.4)
    const at = (seen: number) => {
      const state = { advantage: { seen, recorded: [0.4], last: 0.4 } }
      const part = resolveMethod('rlpr').advantage!.part
      const shaped = estimate(resolveMethod('rlpr'), paramsOf('rlpr'), batch, context).batch
      return part.compute('t', shaped, paramsOf('rlpr'), { ...context, state: state.advantage }).advantage[1]!
    }
    expect(at(3)).toBeGreaterThan(0)
    expect(at(10)).toBe(0)
  })

  test('the usual is the mean of what was remembered, then moves slowly; it survives a checkpoint', () => {
    const rules = { rememberFrom: 1, filterFrom: 3, spreadMemory: 0.9 }
    let state = noSpreads
    for (const spread of [0.2, 0.4]) state = remembered(state, [spread], rules)
    expect(usualSpread(state, rules)).toBeCloseTo(0.3, 12)
    state = structuredClone(remembered(state, [1.3], rules))
    expect(usualSpread(state, rules)).toBeCloseTo(0.9 * 0.3 + 0.1 * 1.3, 12)
  })
})
