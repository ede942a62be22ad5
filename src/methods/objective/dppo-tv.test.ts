import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Gradient at tokens of one response that went from probability q to p, with this credit. */
const slopes = (credit: number, moves: readonly (readonly [q: number, p: number])[], params = {}, sampler?: number) =>
  lossOf('dppo-tv', settings('dppo-tv', 'none', { lossLimit: 0.15, gainLimit: 0.15, ...params }), {
    mask: [moves.map(() => 1)],
    advantage: [credit],
    columns: {
      oldLogp: [moves.map(([q]) => Math.log(q))],
      samplerLogp: [moves.map(([q]) => Math.log(sampler ?? q))],
      logp: [moves.map(([, p]) => Math.log(p))],
    },
  }).gradient.logp![0]!

beforeAll(() => openBackend('cpu'))

describe('DPPO with total variation', () => {
  test('a rare token may grow fivefold, a common one may not gain what it gained', () => {
    const [common, rare] = slopes(1, [
      [0.6, 0.9],
      [0.01, 0.05],
    ])
    expect(common).toBeCloseTo(0)
    expect(rare).toBeCloseTo(-5 / 2)
  })

  test('a token on its way back keeps its gradient', () => {
    const [fell, rose] = slopes(1, [
      [0.5, 0.2],
      [0.2, 0.5],
    ])
    expect(fell).toBeCloseTo(-0.4 / 2)
    expect(rose).toBeCloseTo(0)
    expect(slopes(-1, [[0.5, 0.2]])[0]).toBeCloseTo(0)
    expect(slopes(-1, [[0.2, 0.5]])[0]).toBeCloseTo(2.5)
  })

  test('both forms of the ratio have one gradient below the cut; beyond it only the weight has one', () => {
    const far = [[0.01, 0.1]] as const
    expect(slopes(1, far, { ratioForm: 'ratio' })[0]).toBeCloseTo(slopes(1, far)[0]!)
    expect(slopes(1, far, { ratioCap: 3 })[0]).toBeCloseTo(-3)
    expect(slopes(1, far, { ratioCap: 3, ratioForm: 'ratio' })[0]).toBeCloseTo(0)
  })

  test('the pull reaches tokens outside the region', () => {
    expect(slopes(1, [[0.6, 0.9]], { pullBack: 0.5 })[0]).toBeCloseTo(Math.log(1.5))
  })

  test('moves are measured from the sampler, unless from the start', () => {
    expect(slopes(1, [[0.5, 0.5]], {}, 0.3)[0]).toBeCloseTo(0)
    expect(slopes(1, [[0.5, 0.5]], { anchor: 'start' }, 0.3)[0]).toBeCloseTo(-1)
  })
})
