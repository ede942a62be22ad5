import { describe, expect, test } from 'vitest'
import { estimate } from '../estimate.ts'
import { batchOf, context, settings } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const calm = { logp: -0.05, entropy: 0.05 }
/** Its punishment lowers the entropy: p (H + log p) is far below 0. */
const costly = { logp: -1, entropy: 0.02 }

/** Which tokens of two responses are trained: the first succeeds, the second fails; each has one costly token. */
function trainedOf(params = {}, reward = [1, 0]): number[][] {
  const rows = [0, 1].map(() => [calm, calm, costly, calm, calm, calm, calm])
  const batch = batchOf({
    mask: rows.map(row => row.map(() => 1)),
    reward,
    columns: {
      oldLogp: rows.map(row => row.map(({ logp }) => logp)),
      oldEntropy: rows.map(row => row.map(({ entropy }) => entropy)),
    },
  })
  const { trained } = estimate(resolveMethod('clip-b'), settings('clip-b', 'none', params), batch, context).batch
  return [[...trained!.subarray(0, 7)], [...trained!.subarray(7)]]
}
const all = [1, 1, 1, 1, 1, 1, 1]

describe('Clip-B', () => {
  test('leaves out the punished token that would cost entropy, and no praised one', () => {
    expect(trainedOf({ clipWidth: 2 })).toEqual([all, [1, 1, 0, 1, 1, 1, 1]])
  })

  test('within the width everything is trained', () => {
    expect(trainedOf({ clipWidth: 20 })).toEqual([all, all])
  })

  test('siblings that agree are punished for nothing', () => {
    expect(trainedOf({ clipWidth: 0 }, [1, 1])).toEqual([all, all])
  })
})
