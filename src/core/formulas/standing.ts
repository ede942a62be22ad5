/**
 * Where a reward stands among others: its distance from their mean in units of their spread, with all that trainers do
 * differently. Sources: verl core_algos.compute_grpo_outcome_advantage (0.9.1); TRL GRPOTrainer (1.16.0); NeMo-RL
 * calculate_baseline_and_std_per_prompt (7ea279a); AReaL Normalization (4aef98d); ms-swift compute_advantages (3602360).
 */
import { loneParam } from '../estimator.ts'
import { type Numbers, pick, standardise, std, sum } from '../math.ts'
import { choice, number, type ParamSpecs } from '../params.ts'

/** Of whom the mean is that a reward is compared with. */
export const baselineParam = choice({
  label: 'Mean over',
  options: ['all', 'others', 'none'],
  default: 'all',
  meaning: {
    all: 'all of them, the response itself among them',
    others: 'the others: a baseline that does not depend on the response',
    none: 'nobody: no baseline',
  },
})
type BaselineOver = (typeof baselineParam.options)[number]

/** The mean that each row's value is compared with, in the rows' order. Who has no others is compared with itself. */
export function centresOf(values: Numbers, rows: readonly number[], over: BaselineOver): number[] {
  const own = pick(values, rows)
  const total = sum(own)
  switch (over) {
    case 'none':
      return own.map(() => 0)
    case 'all':
      return own.map(() => total / own.length)
    case 'others':
      return own.map(value => (own.length > 1 ? (total - value) / (own.length - 1) : value))
  }
}

/** Of whom the deviation is that an estimator divides by, and how small it may be. */
export const spreadParams = {
  spreadOver: choice({
    label: 'Deviation over',
    options: ['all', 'others', 'residuals'],
    default: 'all',
    meaning: {
      all: 'all of them, around their mean',
      others: 'the others: itself left out, as in a leave-one-out baseline',
      residuals: 'all of them, each around its own baseline',
    },
  }),
  stdFloor: number({
    label: 'Smallest deviation',
    default: 0,
    min: 0,
    max: 1,
    note: 'Less counts as this; siblings that agree have none.',
    aside: true,
  }),
}

/** The same of a whole batch. */
export const batchSpreadParam = choice({
  label: 'Deviation of',
  options: ['all', 'residuals'],
  default: 'all',
  by: { areal: 'residuals' },
  meaning: { all: 'the rewards, around the mean of the batch', residuals: 'what is left of them above each baseline' },
})

export interface SpreadOver {
  readonly spreadOver: 'all' | 'others' | 'residuals'
  readonly stdFloor: number
}

/** The deviation for each row, in the rows' order. A lone row, and a lone other, have none: 0. `centres` as above. */
export function spreadsOf(
  values: Numbers,
  rows: readonly number[],
  ddof: number,
  { spreadOver, stdFloor }: SpreadOver,
  centres: readonly number[],
): number[] {
  const own = pick(values, rows)
  const floored = (deviation: number) => Math.max(Number.isNaN(deviation) ? 0 : deviation, stdFloor)
  switch (spreadOver) {
    case 'all':
      return own.fill(floored(own.length > 1 ? std(own, ddof) : 0))
    case 'others':
      return own.map((_, k) => floored(own.length > 2 ? std(own.toSpliced(k, 1), ddof) : 0))
    case 'residuals': {
      const squares = sum(own.map((value, k) => (value - centres[k]!) ** 2))
      return own.fill(floored(own.length > 1 ? Math.sqrt(squares / (own.length - ddof)) : 0))
    }
  }
}

/** All that GRPO's rule leaves open, as trainers set it. */
export const standingParams = {
  epsilon: number({
    label: 'Epsilon in denominator',
    default: 1e-6,
    verl: 1e-6,
    trl: 1e-4,
    by: {
      'nemo-rl': 1e-6,
      openrlhf: 1e-9,
      slime: 1e-6,
      skyrl: 1e-6,
      'open-instruct': 1e-8,
      'ms-swift': 1e-4,
      roll: 1e-6,
      areal: 1e-5,
    },
    min: 0,
    max: 1,
    scale: 'log',
  }),
  ddof: number({
    label: 'Std divides by n minus',
    default: 1,
    verl: 1,
    trl: 1,
    by: { 'open-instruct': 0 },
    min: 0,
    max: 1,
    integer: true,
    note: '1: sample deviation; 0: population deviation.',
    aside: true,
  }),
  baselineOver: { ...baselineParam, by: { 'nemo-rl': 'others' } },
  ...spreadParams,
  spreadOver: { ...spreadParams.spreadOver, by: { 'nemo-rl': 'others', areal: 'residuals' } },
  zeroSpread: choice({
    label: 'Where there is no spread',
    options: ['epsilon', 'undivided'],
    default: 'epsilon',
    by: { 'nemo-rl': 'undivided' },
    meaning: { epsilon: 'divide by epsilon alone', undivided: 'leave the difference as it is' },
  }),
  lone: loneParam,
} as const satisfies ParamSpecs

export interface Standard extends SpreadOver {
  readonly epsilon: number
  readonly ddof: number
  readonly lone: (typeof loneParam.options)[number]
  readonly baselineOver: BaselineOver
  readonly zeroSpread: 'epsilon' | 'undivided'
}

/** Where a value stands among those of its rows. */
export interface Standing {
  readonly centre: number
  readonly spread: number
  /** The distance from the centre in units of the spread. */
  readonly score: number
}

/** GRPO's rule, for each row in order: over the rewards of a group, of a part of them, or of a whole batch. */
export function standings(values: Numbers, rows: readonly number[], how: Standard): Standing[] {
  const raw = rows.length === 1 && how.lone === 'raw'
  const centres = raw ? [0] : centresOf(values, rows, how.baselineOver)
  const spreads = raw ? [1] : spreadsOf(values, rows, how.ddof, how, centres)
  return rows.map((i, k) => {
    const [centre, spread] = [centres[k]!, spreads[k]!]
    const undivided = spread === 0 && how.zeroSpread === 'undivided'
    const distance = values[i]! - centre
    return { centre, spread, score: undivided ? distance : standardise(distance, spread, how.epsilon) }
  })
}
