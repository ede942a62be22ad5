/**
 * Advantages from quantiles of a score: the lower tail and the middle of its distribution.
 * Source: RiskPO core_algos.compute_grpo_bundle_rvar_outcome_advantage_quantile_tracking and its trainer (65ec40c); arXiv 2510.00911.
 */
import { mean, type Numbers, pick, quantile, std, sum } from '../../core/math.ts'
import { choice, number } from '../../core/params.ts'

/** The levels whose quantiles are tracked: 0.05, 0.10, ..., 0.95. */
export const quantileLevels: readonly number[] = Array.from({ length: 19 }, (_, k) => (k + 1) / 20)

/** [19] values of the tracked quantiles after one more batch: the batch's own at first, then a small correction. */
export function trackQuantiles(known: readonly number[] | undefined, scores: Numbers, rate: number): number[] {
  const below = (value: number) => Array.from(scores).filter(s => s < value).length / scores.length
  return quantileLevels.map((level, k) => {
    const value = known?.[k]
    return value === undefined ? quantile(scores, level) : value + rate * (level - below(value))
  })
}

/** The tracked value at the nearest of the levels. */
const trackedQuantile = (known: readonly number[], level: number): number => {
  const distance = (k: number) => Math.abs(quantileLevels[k]! - level)
  return known[[...known.keys()].reduce((best, k) => (distance(k) < distance(best) ? k : best))]!
}

export interface RiskShape {
  /** Levels, lower < upper, and the scores at them. */
  readonly levels: readonly [number, number]
  readonly values: readonly [number, number]
  /** `averse`: lower tail and middle; `middle`: the middle alone; `seeking`: upper tail and middle. */
  readonly measure: 'averse' | 'middle' | 'seeking'
  /** Weight of the tail against the middle. */
  readonly tailWeight: number
  /** `upper`: nothing is left to gain at the upper quantile; `lower`: what lies above the lower one counts as gain. */
  readonly zeroAt: 'lower' | 'upper'
  /** Keeps the divisions finite. */
  readonly epsilon: number
}

/** Value of a score under the measure. Piecewise linear: steep in the tail, flat beyond the upper quantile (averse). */
export function riskValue(score: number, { levels, values, measure, tailWeight, zeroAt, epsilon }: RiskShape): number {
  const [a, b] = levels
  const [low, high] = values
  const above = (edge: number) => Math.max(score - edge, 0)
  const range = (above(low) - above(high) + (zeroAt === 'upper' ? low - high : 0)) / (b - a + epsilon)
  if (measure === 'middle') return range
  const tail = measure === 'averse' ? -Math.max(low - score, 0) / (a + epsilon) : above(high) / (1 - b + epsilon)
  return (tailWeight * tail + range) / (tailWeight + 1)
}

export type Sharing = 'uniform' | 'std' | 'score' | 'sum-mean'

/**
 * A paper's value to each of its answers. `rewards` are theirs, `questions` the rewards of all answers to each question.
 * `sum-mean` shares in proportion to how far each answer stands above its question's mean.
 */
function shareOut(
  value: number,
  rewards: Numbers,
  questions: readonly Numbers[],
  how: Sharing,
  epsilon: number,
): number[] {
  const own = Array.from(rewards)
  switch (how) {
    case 'uniform':
      return own.map(() => value)
    case 'score':
      return own.map(r => (r > 0 ? 0.5 : 1.5) * value)
    case 'std':
      return questions.map(all => {
        const spread = all.length > 1 ? std(all, 1) : 0
        return value / ((spread <= 1e-3 ? 1 : spread) + epsilon)
      })
    case 'sum-mean': {
      const deviations = own.map((r, k) => r - mean(questions[k]!))
      const total = sum(deviations)
      return deviations.map(d => (Math.abs(total) <= 1e-6 ? value / own.length : (value * d) / total))
    }
  }
}

/** Papers of a bundle: paper k holds the k-th answer to every question; as many as the least answered question allows. */
function papersOf(questions: readonly (readonly number[])[]): number[][] {
  const count = Math.min(...questions.map(({ length }) => length))
  return Array.from({ length: count }, (_, k) => questions.map(members => members[k]!))
}

/** Values of a bundle's papers, divided by the deviation of their scores if asked; papers that all agree then get 0. */
function paperValues(scores: readonly number[], shape: RiskShape, normalise: boolean): number[] {
  const values = scores.map(score => riskValue(score, shape))
  if (!normalise || scores.length < 2) return values
  const spread = std(scores, 1)
  return values.map(value => (spread === 0 ? 0 : value / (spread + shape.epsilon)))
}

/** Lower and upper quantile of a bundle: its own, the tracked ones, or half of each. One paper is its own quantile. */
function bundleQuantiles(
  scores: readonly number[],
  known: readonly number[] | undefined,
  levels: readonly [number, number],
  source: 'batch' | 'track' | 'mix',
): [number, number] {
  const at = (level: number) => {
    const own = quantile(scores, level)
    if (scores.length === 1 || source === 'batch' || !known) return own
    const remembered = trackedQuantile(known, level)
    return source === 'track' ? remembered : (own + remembered) / 2
  }
  return [at(levels[0]), at(levels[1])]
}

export interface Grading extends Omit<RiskShape, 'values'> {
  readonly quantiles: 'batch' | 'track' | 'mix'
  readonly tracked: readonly number[] | undefined
  readonly sharing: Sharing
  /** Whether values are divided by the deviation of the bundle's papers. */
  readonly normalise: boolean
}

export interface Graded {
  readonly rollout: number
  /** The first answer of its paper. */
  readonly first: boolean
  readonly advantage: number
  /** Of the paper that the rollout belongs to. */
  readonly paperScore: number
  readonly paperValue: number
  readonly lowQuantile: number
  readonly highQuantile: number
}

/** The answers of a bundle that belong to a paper, paper by paper. `bundle` lists the rollouts of each problem. */
export function gradeBundle(reward: Numbers, bundle: readonly (readonly number[])[], how: Grading): Graded[] {
  const papers = papersOf(bundle)
  const scores = papers.map(paper => sum(pick(reward, paper)))
  const values = bundleQuantiles(scores, how.tracked, how.levels, how.quantiles)
  const worth = paperValues(scores, { ...how, values }, how.normalise)
  const questions = bundle.map(all => pick(reward, all))
  const [lowQuantile, highQuantile] = values
  return papers.flatMap((paper, k) => {
    const paperScore = scores[k]!
    const paperValue = worth[k]!
    const shares = shareOut(paperValue, pick(reward, paper), questions, how.sharing, how.epsilon)
    return paper.map((rollout, j) => ({
      rollout,
      first: j === 0,
      advantage: shares[j]!,
      paperScore,
      paperValue,
      lowQuantile,
      highQuantile,
    }))
  })
}

export const riskParams = {
  bundle: number({
    label: 'Problems per paper',
    default: 5,
    paper: 5,
    min: 1,
    max: 64,
    integer: true,
    note: 'Problems whose rewards are summed to one score; 1 grades every problem alone.',
  }),
  lowLevel: number({ label: 'Lower level a', default: 0.2, paper: 0.2, min: 0.05, max: 0.5 }),
  highLevel: number({
    label: 'Upper level b',
    default: 0.8,
    paper: 0.8,
    min: 0.5,
    max: 0.95,
    note: 'Papers above this quantile have nothing left to gain.',
  }),
  measure: choice({
    label: 'Cares about',
    options: ['averse', 'middle', 'seeking'],
    default: 'averse',
    meaning: {
      averse: 'the lower tail and the middle',
      middle: 'the middle',
      seeking: 'the upper tail and the middle',
    },
  }),
  tailWeight: number({ label: 'Weight of the tail w', default: 1.5, paper: 1.5, min: 0, max: 10 }),
  zeroAt: choice({
    label: 'Zero of the middle at',
    options: ['lower', 'upper'],
    default: 'lower',
    meaning: { lower: 'papers of the middle are praised', upper: 'papers of the middle are blamed' },
  }),
  quantiles: choice({
    label: 'Quantiles of',
    options: ['batch', 'track', 'mix'],
    default: 'track',
    meaning: { batch: 'this batch alone', track: 'a memory of all batches', mix: 'the mean of both' },
  }),
  trackRate: number({
    label: 'Tracking rate',
    default: 0.1,
    paper: 0.1,
    min: 0,
    max: 1,
    note: 'How far one batch moves the remembered quantiles.',
  }),
  sharing: choice({
    label: 'Shared',
    options: ['uniform', 'std', 'score', 'sum-mean'],
    default: 'sum-mean',
    note: 'How a paper’s value goes to its answers: alike, or by their rewards.',
  }),
  riskEpsilon: number({
    label: 'Epsilon in denominators',
    note: 'Keeps divisions finite.',
    default: 1e-6,
    paper: 1e-6,
    min: 0,
    max: 1,
    scale: 'log',
    aside: true,
  }),
  bundling: choice({
    label: 'Bundles',
    options: ['shuffled', 'in order'],
    default: 'shuffled',
    paper: 'shuffled',
    aside: true,
    meaning: { shuffled: 'problems are drawn anew', 'in order': 'neighbours in the batch' },
  }),
  paperStd: choice({
    label: 'Divide by papers’ deviation',
    options: ['on', 'off'],
    default: 'on',
    meaning: { on: 'values in units of their spread over papers', off: 'values as they are' },
  }),
}
