import { describe, expect, test } from 'vitest'
import { estimate } from '../estimate.ts'
import { batchOf, context, settings } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

/** Which tokens of two responses are trained, whose shortfalls are these: S itself is 0. */
function trainedOf(shortfalls: number[][], params = {}, reward = [1, 0]): number[][] {
  const batch = batchOf({
    mask: shortfalls.map(row => row.map(() => 1)),
    reward,
    columns: {
      oldLogp: shortfalls.map(row => row.map(() => -1)),
      oldEntropy: shortfalls.map(row => row.map(() => 1)),
      expectedS: shortfalls,
    },
  })
  const { trained } = estimate(resolveMethod('clip-v'), settings('clip-v', 'none', params), batch, context).batch
  const width = shortfalls[0]!.length
  return shortfalls.map((_, i) => [...trained!.subarray(i * width, (i + 1) * width)])
}
const far = [
  [0, 0.9, 0, 0],
  [0.8, 0, 0.9, 0],
]
const all = [1, 1, 1, 1]

describe('Clip-V', () => {
  test('leaves out the worst punished token, and no praised one', () => {
    expect(trainedOf(far, { clipWidth: 0.5 })).toEqual([all, [1, 1, 0, 1]])
  })

  test('more where the share allows it', () => {
    expect(trainedOf(far, { clipWidth: 0.5, mostOut: 1 })).toEqual([all, [0, 1, 0, 1]])
  })

  test('equal rewards leave everything in, unless silent tokens are left out as Trinity does', () => {
    expect(trainedOf(far, { clipWidth: 0.5 }, [1, 1])).toEqual([all, all])
    expect(trainedOf(far, { clipWidth: 0.5, silentOut: 'leave out' }, [1, 1])).toEqual([
      [1, 0, 1, 1],
      [0, 1, 0, 1],
    ])
  })
})
