import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const said = (...groups: readonly (readonly string[])[]) => ({
  ...batchOf(groups.map(answers => answers.map(() => 0))),
  answer: groups.flat(),
})
const paid = (...groups: readonly (readonly string[])[]) => [...estimateOf('empo', said(...groups)).batch.reward]

describe('EMPO pays agreement', () => {
  test('a lone response, siblings that all differ and answers that cannot be read are paid nothing', () => {
    expect(paid(['7'], ['1', '2'], ['', ''])).toEqual([0, 0, 0, 0, 0])
  })

  test('a share of the group, in each group of its own', () => {
    expect(paid(['7', '7', '7', '3'], ['3', '7', '3', '3'])).toEqual([0.75, 0.75, 0.75, 0.25, 0.75, 0.25, 0.75, 0.75])
  })

  test('all alike are paid 1 and learn nothing', () => {
    const { batch } = estimateOf('empo', said(['4', '4', '4']))
    expect([...batch.reward]).toEqual([1, 1, 1])
    expect([...batch.advantage]).toEqual([0, 0, 0])
  })

  test('the verifier is not asked, and what it says stays beside the reward', () => {
    const verdicts = withColumns(
      { ...said(['7', '7', '3']), reward: Float32Array.of(0, 0, 1) },
      {
        correct: Float32Array.of(0, 0, 1),
      },
    )
    const { batch } = estimateOf('empo', verdicts)
    expect(batch.advantage[0]).toBeGreaterThan(0)
    expect(batch.correct).toEqual(Float32Array.of(0, 0, 1))
    const { part } = resolveMethod('empo').probe!
    const { metrics } = part.compute('t', batch, paramsOf('empo'), context)
    expect(metrics).toEqual({ majorityRight: 0, paidByTruth: 0 })
  })
})
