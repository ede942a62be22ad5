import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, settings } from '../golden/harness.ts'
import { lossOfLogits } from '../golden/logits.ts'
import { resolveMethod } from '../index.ts'

beforeAll(() => openBackend('cpu'))

const taughtOf = (reward: number[], group?: number[]) => [
  ...estimate(
    resolveMethod('sdpo'),
    settings('sdpo', 'none', {}),
    batchOf({ mask: reward.map(() => [1]), reward, ...(group && { group }) }),
    context,
  ).batch.taught!,
]

/** Loss and gradient of one token, by the student’s logits and the teacher’s probabilities; the first token was drawn. */
function at(logits: number[], teacher: number[], params = {}, taught = 1) {
  const old = Math.log(1 / logits.length)
  const batch = batchOf({
    mask: [[1]],
    advantage: [0],
    columns: { credit: [[0]], oldLogp: [[old]], teacherLogp: [[Math.log(teacher[0]!)]] },
  })
  const values = settings('sdpo', 'none', params)
  const whole = { ...batch, vocabulary: 3, teacherNext: Float32Array.from(teacher, Math.log) }
  return lossOfLogits('sdpo', values, { ...whole, taught: Float32Array.of(taught) }, [[logits]], [[0]])
}

describe('SDPO', () => {
  test('a sibling’s success is a hint, one’s own is none', () => {
    expect(taughtOf([1, 0, 0])).toEqual([0, 1, 1])
    expect(taughtOf([1, 1, 0])).toEqual([1, 1, 1])
    expect(taughtOf([0, 0])).toEqual([0, 0])
    expect(taughtOf([1, 0], [0, 1])).toEqual([0, 0])
  })

  test('a token that the teacher likes more is pulled up, one that it likes less down', () => {
    expect(at([0, 0, 0], [0.8, 0.1, 0.1]).gradient[0]![0]![0]).toBeLessThan(0)
    expect(at([0, 0, 0], [0.1, 0.8, 0.1]).gradient[0]![0]![0]).toBeGreaterThan(0)
  })

  test.each(['sampled', 'whole', 'likeliest'])('%s: a teacher that agrees teaches nothing', distilOver => {
    const third = 1 / 3
    const { gradient } = at([0, 0, 0], [third, third, third], { distilOver, distilTop: 2 })
    for (const slope of gradient[0]![0]!) expect(slope).toBeCloseTo(0, 5)
  })

  test('without a hint nothing is distilled', () => {
    expect(at([0, 0, 0], [0.8, 0.1, 0.1], {}, 0).gradient[0]![0]!.every(slope => Math.abs(slope) < 1e-7)).toBe(true)
  })
})
