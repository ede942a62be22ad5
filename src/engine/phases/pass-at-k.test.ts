import { describe, expect, it } from 'vitest'
import { openRun } from '../fixtures.ts'
import { passAtKs } from './pass-at-k.ts'

const startsOf = (probeNoise: string) =>
  Promise.all(
    ['1', '2', '3'].map(async seed =>
      passAtKs(await openRun({ seed, params: { probeNoise, probeProblems: 6, probeSamples: 16 } })),
    ),
  )

describe('the probe of one starting policy', () => {
  it('says the same for every seed where its noise is fixed', async () => {
    const [first, ...others] = await startsOf('fixed')
    for (const other of others) expect(other).toEqual(first)
  })

  it('has the luck of each seed where its noise follows the seed', async () => {
    expect(new Set((await startsOf('seed')).map(({ passAt1 }) => passAt1)).size).toBeGreaterThan(1)
  })
})
