/** How near the estimates of a gradient come to the exact one: on average (bias) and one by one (noise). */
import { mean } from './math.ts'
import { dot, joinMoments, type Moments, noMoments, squaredLength, totalVariance } from './moments.ts'

/** All but `cosine` and `scale` are relative to the length of the exact gradient. NaN where there is no direction. */
export interface GradientQuality {
  /** Cosine of the angle between the mean estimate and the exact gradient. */
  readonly cosine: number
  /** Methods scale the loss as they like: the factor on the estimates that brings their mean nearest. */
  readonly scale: number
  /** Distance from the scaled mean to the exact gradient. */
  readonly bias: number
  /** What `bias` would be about if there were none: noise over the root of the number of estimates. */
  readonly noiseInMean: number
  /** Root of the trace of the covariance of the scaled estimates. */
  readonly noise: number
  /** 1 / noise. */
  readonly signal: number
  /** Bias and noise without the factor. */
  readonly biasAsIs: number
  readonly noiseAsIs: number
}

export function gradientQuality(exact: Float64Array, estimates: Moments): GradientQuality {
  const { mean: estimate, count } = estimates
  const along = dot(estimate, exact)
  const length = Math.sqrt(squaredLength(exact))
  const scale = along / squaredLength(estimate)
  const noiseAsIs = Math.sqrt(totalVariance(estimates)) / length
  const noise = Math.abs(scale) * noiseAsIs
  const offBy = (factor: number) => Math.sqrt(squaredLength(exact.map((e, i) => factor * estimate[i]! - e))) / length
  return {
    cosine: along / (length * Math.sqrt(squaredLength(estimate))),
    scale,
    bias: offBy(scale),
    noiseInMean: noise / Math.sqrt(count),
    noise,
    signal: 1 / noise,
    biasAsIs: offBy(1),
    noiseAsIs,
  }
}

export interface JudgedGradient {
  readonly quality: GradientQuality
  /** The standard error of each. */
  readonly error: GradientQuality
}

/** What is measured of one method's gradient. */
export interface MeasuredVariance extends JudgedGradient {
  /** Batches that were drawn. */
  readonly repeats: number
  /** Responses that were judged for one batch, on average. */
  readonly responses: number
}

/**
 * Of estimates in several sets of about one size, at least two. Standard errors are the jackknife's: every set is left
 * out once (Efron, The jackknife, the bootstrap and other resampling plans, 1982).
 */
export function judgeGradient(exact: Float64Array, sets: readonly Moments[]): JudgedGradient {
  const without = sets.map((_, left) => gradientQuality(exact, joinAll(sets.filter((_, k) => k !== left))))
  const error = (name: keyof GradientQuality): number => {
    const values = without.map(quality => quality[name])
    const centre = mean(values)
    return Math.sqrt((sets.length - 1) * mean(values.map(value => (value - centre) ** 2)))
  }
  return {
    quality: gradientQuality(exact, joinAll(sets)),
    error: {
      cosine: error('cosine'),
      scale: error('scale'),
      bias: error('bias'),
      noiseInMean: error('noiseInMean'),
      noise: error('noise'),
      signal: error('signal'),
      biasAsIs: error('biasAsIs'),
      noiseAsIs: error('noiseAsIs'),
    },
  }
}

const joinAll = (sets: readonly Moments[]): Moments => sets.reduce(joinMoments, noMoments(sets[0]?.mean.length ?? 0))
