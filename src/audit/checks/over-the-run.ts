import { lengths } from '../../core/batch.ts'
import type { Log, LogBatch } from '../../core/log.ts'
import { mean } from '../../core/math.ts'
import { defineCheck, type Finding } from '../finding.ts'
import { groupsOf, scoredOf } from '../groups.ts'
import { digits } from '../words.ts'

/** Fewer iterations are no run. */
const fewest = 5
/** Of the iterations after a break so many must stay beyond it. */
const lasting = 0.8

/** A number per iteration; NaN where it has none. */
type Series = readonly number[]

interface Watched {
  readonly id: string
  readonly title: string
  /** The name of the number, with its unit. */
  readonly thing: string
  readonly of: (log: Log, batch: LogBatch, k: number) => number
  /** Whether a value is broken, seen from the beginning of the run and from its best. */
  readonly broken: (value: number, start: number, best: number) => boolean
  readonly meaning: string
  readonly cure: string
}

/** Mean of what is finite, read off one after the other: a column may have millions. */
function meanOf(values: ArrayLike<number> | undefined, less?: ArrayLike<number>): number {
  let [total, count] = [0, 0]
  for (let t = 0; t < (values?.length ?? 0); t++) {
    const value = less ? Math.abs(values![t]! - less[t]!) : values![t]!
    if (!Number.isFinite(value)) continue
    total += value
    count++
  }
  return total / count
}

/** Tokens where the log has them, else characters. */
function lengthOf({ batch, rollouts }: LogBatch): number {
  if (batch.token.length > 0) return mean(lengths(batch))
  return mean(rollouts.flatMap(({ response }) => (response === undefined ? [] : [response.length])))
}

function silentShare(log: Log, k: number): number {
  const groups = groupsOf(log).filter(group => group.batch === k && group.size > 1 && scoredOf(group).length > 0)
  return groups.filter(group => new Set(scoredOf(group)).size === 1).length / groups.length
}

const gapOf = ({ batch: { oldLogp, samplerLogp } }: LogBatch): number =>
  oldLogp && samplerLogp ? meanOf(oldLogp, samplerLogp) : Number.NaN

const watched: readonly Watched[] = [
  {
    id: 'entropy',
    title: 'Entropy collapsed',
    thing: 'entropy (nats per token)',
    of: (_, { batch }) => meanOf(batch.oldEntropy ?? batch.entropy),
    broken: (value, start) => value < 0.3 * start,
    meaning: 'The policy hardly explores any more: siblings become alike, and groups lose their signal.',
    cure: 'Clip higher upwards, add an entropy bonus or a KL to the reference, lower the learning rate.',
  },
  {
    id: 'length-up',
    title: 'Responses became long',
    thing: 'response length',
    of: (_, batch) => lengthOf(batch),
    broken: (value, start) => value > 2 * start,
    meaning: 'Length grew to more than twice the beginning; see whether reward grew with it.',
    cure: 'Look at wrong long answers: averages within a response favour them (Dr. GRPO, token means); penalise length.',
  },
  {
    id: 'length-down',
    title: 'Responses became short',
    thing: 'response length',
    of: (_, batch) => lengthOf(batch),
    broken: (value, start) => value < 0.4 * start,
    meaning: 'Responses shrank to less than half.',
    cure: 'See whether a length penalty or a format reward pays for saying nothing.',
  },
  {
    id: 'reward',
    title: 'Reward fell',
    thing: 'mean reward',
    of: (_, { batch }) => meanOf(batch.reward),
    broken: (value, start, best) => best > start && value < start - 0.1 * (best - start),
    meaning: 'Reward had risen and then fell below where it began.',
    cure: 'Compare the iterations before: gradient norm, KL, mismatch and entropy; go back to a checkpoint with a lower learning rate.',
  },
  {
    id: 'silent',
    title: 'Groups lost their signal',
    thing: 'share of groups without signal',
    of: (log, _, k) => silentShare(log, k),
    broken: (value, start) => value > 0.75 && start < 0.5,
    meaning: 'Most groups have equal rewards: most of what is sampled trains nothing.',
    cure: 'Sample until enough groups differ (dynamic sampling), or choose harder problems.',
  },
  {
    id: 'truncated',
    title: 'Most responses are cut off',
    thing: 'share of responses cut off',
    of: (_, { batch }) => meanOf(batch.truncated),
    broken: (value, start) => value > 0.5 && start < 0.25,
    meaning: 'The length limit decides more and more rewards.',
    cure: 'Raise the limit, or mask what is cut off.',
  },
  {
    id: 'mismatch',
    title: 'Sampler and trainer drifted apart',
    thing: 'mean gap of log-probabilities (nats)',
    of: (_, batch) => gapOf(batch),
    broken: (value, start) => value > 4 * start && value > 0.02,
    meaning: 'The sampler no longer is the policy that is trained.',
    cure: 'Synchronise weights more often; weigh or mask by the ratio (TIS, IcePop).',
  },
]

/** The iteration from which on nearly all are broken; undefined where none is. */
export function breakOf(series: Series, broken: Watched['broken']): number | undefined {
  const start = mean(series.slice(0, 2).filter(Number.isFinite))
  let best = Number.NEGATIVE_INFINITY
  const marks = series.map(value => {
    best = Math.max(best, Number.isFinite(value) ? value : best)
    return Number.isFinite(value) && broken(value, start, best)
  })
  const at = marks.findIndex((mark, k) => mark && k > 1 && share(marks.slice(k)) >= lasting)
  return at >= 0 && at < series.length - 1 ? at : undefined
}

const share = (marks: readonly boolean[]): number => marks.filter(Boolean).length / marks.length

export default defineCheck({
  id: 'over-the-run',
  asks: 'What broke, and when?',
  find: ({ log }) => {
    const { batches } = log
    if (batches.length < fewest) return []
    return watched.flatMap(({ title, thing, of, broken, meaning, cure }): Omit<Finding, 'id'>[] => {
      const series = batches.map((batch, k) => of(log, batch, k))
      const at = breakOf(series, broken)
      if (at === undefined) return []
      const name = (k: number) => batches[k]!.iteration ?? k
      const values = [0, at - 1, at, batches.length - 1].map(k => `${digits(series[k]!)} in iteration ${name(k)}`)
      return [
        {
          severity: 'warning',
          title,
          text: `From iteration ${name(at)} on: ${thing} ${values.join(', ')}. ${meaning}`,
          cure,
          rows: [],
        },
      ]
    })
  },
})
