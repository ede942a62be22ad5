import { describe, expect, test } from 'vitest'
import { gradientQuality, judgeGradient } from './gradient-quality.ts'
import { type Moments, noMoments, withVector } from './moments.ts'
import { drawNormal, purpose, stream } from './rng.ts'

const exact = Float64Array.of(3, 4)
const momentsOf = (list: readonly (readonly number[])[]): Moments =>
  list.reduce<Moments>(withVector, noMoments(exact.length))

describe('quality', () => {
  test('of estimates that are right but for their scale: no bias after the fit', () => {
    const { cosine, scale, bias, biasAsIs } = gradientQuality(
      exact,
      momentsOf([
        [5, 8],
        [7, 8],
      ]),
    )
    expect([cosine, scale, bias, biasAsIs]).toEqual([1, 0.5, 0, 1])
  })

  test('noise is relative, scales with the fit, and its share in the mean shrinks with the root of the number', () => {
    const { noise, noiseAsIs, signal, noiseInMean } = gradientQuality(
      exact,
      momentsOf([
        [5, 8],
        [7, 8],
      ]),
    )
    expect(noiseAsIs).toBeCloseTo(Math.SQRT2 / 5, 12)
    expect([noise, signal, noiseInMean]).toEqual([noiseAsIs / 2, 2 / noiseAsIs, noiseAsIs / 2 / Math.SQRT2])
  })

  test('a wrong direction is a bias that no scale mends', () => {
    const { cosine, bias } = gradientQuality(
      exact,
      momentsOf([
        [3, 0],
        [3, 0],
      ]),
    )
    expect([cosine, bias]).toEqual([0.6, 0.8])
  })

  test('estimates that are all 0 have no direction', () => {
    expect(
      gradientQuality(
        exact,
        momentsOf([
          [0, 0],
          [0, 0],
        ]),
      ),
    ).toMatchObject({ cosine: Number.NaN, bias: Number.NaN })
  })
})

describe('standard errors', () => {
  const sets = Array.from({ length: 10 }, (_, k) => {
    const draw = stream(3, purpose.method, k)
    return momentsOf(Array.from({ length: 40 }, () => [3 + drawNormal(draw), 4 + drawNormal(draw)]))
  })
  const { quality, error } = judgeGradient(exact, sets)

  test('are those of independent normal noise', () => {
    // Of the deviation in d dimensions and n vectors: 1 / sqrt(2 d n) of it, here 0.025.
    expect(quality.noise).toBeCloseTo(Math.SQRT2 / 5, 1)
    expect(error.noise / quality.noise).toBeGreaterThan(0.01)
    expect(error.noise / quality.noise).toBeLessThan(0.06)
    expect(quality.bias).toBeLessThan(3 * quality.noiseInMean)
  })

  test('are 0 where all sets agree', () => {
    const same = judgeGradient(exact, [sets[0]!, sets[0]!, sets[0]!])
    expect(same.error.noise).toBeCloseTo(0, 12)
    expect(same.error.cosine).toBeCloseTo(0, 12)
  })
})
