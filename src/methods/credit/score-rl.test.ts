import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

/** Two attempts of one token each per response; `drift` of the first from the base policy. */
const credited = (answers: readonly (readonly [number, number])[], iteration: number, params = {}, drift = 0) => {
  const batch = withColumns(batchOf([answers.map(([, last]) => last)]), {
    attempt: Float32Array.from(answers.flat()),
    oldLogp: new Float32Array(2 * answers.length),
    refLogp: Float32Array.from(answers.flatMap((_, i) => [i === 0 ? -drift : 0, 0])),
  })
  return estimate(resolveMethod('score-rl'), paramsOf('score-rl', params), batch, { ...context, iteration }).batch
    .credit
}

describe('SCoRe', () => {
  test('in stage I nothing is paid for a first answer, only its drift costs', () => {
    const answers = [
      [1, 1],
      [0, 1],
    ] as const
    expect([...credited(answers, 1)].map(Math.abs)).toEqual([0, 0, 0, 0])
    expect(credited(answers, 1, {}, 1)[0]).toBeLessThan(0)
  })

  test('in stage II repairing earns the bonus, spoiling loses it', () => {
    const [, repaired, , spoiled] = credited(
      [
        [0, 1],
        [1, 0],
      ],
      21,
    )
    expect([repaired, spoiled]).toEqual([21, -21])
  })

  test('being wrong first does not pay the first attempt', () => {
    const [wrong, , right] = credited(
      [
        [0, 1],
        [1, 1],
      ],
      21,
    )
    expect(wrong!).toBeLessThan(right!)
  })

  test('without a bonus keeping and repairing are alike', () => {
    const credit = credited(
      [
        [0, 1],
        [1, 1],
      ],
      21,
      { repairBonus: 0 },
    )
    expect(credit[1]).toBe(credit[3])
  })
})
