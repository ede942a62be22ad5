/** Shapings of a reward that should not be followed too far (arXiv 2502.18770). Source: PorUna-byte/PAR trainers/reward_shaper.py (b8caf40). */
import { type Batch, groupMembers } from '../../core/batch.ts'
import { clamp, mean, type Numbers, pick, std } from '../../core/math.ts'
import { choice } from '../../core/params.ts'

export const shapings = [
  'par',
  'sigmoid',
  'tanh',
  'centred tanh',
  'centred',
  'mean-std',
  'clip',
  'min-max',
  'lsc',
  'raw',
] as const
export type Shaping = (typeof shapings)[number]

export const shapingParam = choice({
  label: 'Shaping',
  options: shapings,
  default: 'par',
  paper: 'par',
  meaning: {
    par: 'mean probability of beating another answer',
    sigmoid: 'squeezed, without a comparison',
    tanh: 'squeezed between -1 and 1',
    'centred tanh': 'the same of the lead over others',
    centred: 'less the mean of the others',
    'mean-std': 'in units of the spread so far',
    clip: 'cut at one spread around the mean so far',
    'min-max': 'between the least and the most so far',
    lsc: 'log-probability of beating the best 15 per cent',
    raw: 'the score itself',
  },
})

/** Whose scores are the references. */
export const comparedParam = choice({
  label: 'Compared with',
  options: ['start', 'siblings'],
  default: 'start',
  meaning: { start: 'responses of the first iteration, to whatever problem', siblings: 'the others of the group' },
})

/** Of all rewards so far; those of this batch are counted before they are shaped. */
export interface Running {
  readonly count: number
  readonly mean: number
  /** Sum of squared distances from the mean. */
  readonly squares: number
  readonly low: number
  readonly high: number
}
export const unseen: Running = { count: 0, mean: 0, squares: 0, low: Infinity, high: -Infinity }

export function seen(before: Running, values: Numbers): Running {
  const all = Array.from(values)
  const count = before.count + all.length
  const [centre, spread] = [mean(all), std(all, 0)]
  const moved = centre - before.mean
  return {
    count,
    mean: before.mean + moved * (all.length / count),
    squares: before.squares + spread ** 2 * all.length + moved ** 2 * ((before.count * all.length) / count),
    low: Math.min(before.low, ...all),
    high: Math.max(before.high, ...all),
  }
}
const spreadOf = ({ squares, count }: Running): number => (count > 1 ? Math.sqrt(squares / count) : 0)

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** Of the standard normal, 85 per cent lie below. */
const at85 = 1.0364333894937898

export interface How {
  readonly shaping: Shaping
  /** Of the sigmoid. */
  readonly steepness: number
  readonly running: Running
}

/** One reward beside rewards of other responses to the same problem. */
export function shapedAs(reward: number, references: readonly number[], { shaping, steepness, running }: How): number {
  const over = (f: (above: number) => number) => mean(references.map(reference => f(reward - reference)))
  switch (shaping) {
    case 'par':
      return over(above => sigmoid(steepness * above))
    case 'sigmoid':
      return sigmoid(steepness * reward)
    case 'tanh':
      return Math.tanh(reward)
    case 'centred tanh':
      return over(Math.tanh)
    case 'centred':
      return over(above => above)
    case 'mean-std':
      return (reward - running.mean) / (spreadOf(running) || 1)
    case 'clip':
      return clamp(reward, running.mean - spreadOf(running), running.mean + spreadOf(running))
    case 'min-max':
      return running.high > running.low ? (reward - running.low) / (running.high - running.low) : 0
    case 'lsc': {
      const spread = references.length > 1 ? std(references, 1) : 0
      return Math.log(sigmoid(reward - (mean(references) + at85 * (spread + 1e-5))))
    }
    case 'raw':
      return reward
  }
}

/** Before shaping: at most the ceiling, less a price for every token beyond those that are free. */
export const bounded = (
  reward: number,
  length: number,
  bounds: Readonly<Record<'ceiling' | 'price' | 'free', number>>,
) => Math.min(reward, bounds.ceiling) - bounds.price * Math.max(0, length - bounds.free)

/** What is kept: statistics of all scores, and those of the first iteration, before anything was learnt. */
export interface Known {
  readonly running: Running
  readonly start: readonly number[]
}

/** [n] scores of up to `most` siblings each; of a lone response its own. */
export function siblingScores(batch: Batch, score: Numbers, most: number): number[][] {
  const result: number[][] = Array.from({ length: batch.rollouts }, () => [])
  for (const members of groupMembers(batch)) {
    for (const i of members) {
      const others = members.filter(j => j !== i).slice(0, most)
      result[i] = pick(score, others.length > 0 ? others : [i])
    }
  }
  return result
}
