/** thu-rllab/MoPPS recipe/ours/mopps.py PosteriorSampler.train and sample_batch (a883f51). */
import {
  context,
  type GoldenCase,
  type GoldenFamily,
  list,
  meaning,
  number,
  record,
  settings,
  vector,
} from '../golden/harness.ts'
import { type Counts, chosen, updated } from './mopps.math.ts'

/** The counters of each problem named, after each step. */
function update({ inputs, params }: GoldenCase): GoldenOutputs {
  const prior = { alpha: number(params.alpha0), beta: number(params.beta0) }
  const rollouts = number(params.n_rollouts)
  const { memory } = settings('mopps', 'none', { memory: number(params.lambda) })
  let counts: Readonly<Record<string, Counts>> = {}
  const after = list(inputs.success_rates_per_step).map(step => {
    for (const [name, rate] of Object.entries(record(step))) {
      const solved = number(rate) * rollouts
      counts = {
        ...counts,
        [name]: updated(counts[name] ?? prior, prior, Number(memory), solved, rollouts - solved),
      }
    }
    return Object.fromEntries(Object.entries(counts).map(([name, { alpha, beta }]) => [name, [alpha, beta]]))
  })
  return { alpha_beta_after_each_step: after }
}

function select({ inputs, params }: GoldenCase): GoldenOutputs {
  const draws = vector(inputs.thompson_draws)
  const by = meaning(params.strategy, { topk: 'nearest', threshold: 'interval' } as const)
  const values = settings('mopps', 'none', {
    selectBy: by,
    targetRate: number(params.target),
    lowestRate: number(params.low),
    highestRate: number(params.high),
  })
  const wish = {
    by,
    target: Number(values.targetRate),
    low: Number(values.lowestRate),
    high: Number(values.highestRate),
  }
  const order = chosen(draws, number(params.batch), wish, context.draw)
  return { selected_index_in_order: order, selected_draws: order.map(i => draws[i]) }
}

type GoldenOutputs = Readonly<Record<string, unknown>>

/** More inside the interval than are wanted: which of them, NumPy's generator decides. */
const isLottery = ({ inputs, params }: GoldenCase): boolean =>
  params.strategy === 'threshold' &&
  vector(inputs.thompson_draws).filter(x => x >= number(params.low) && x <= number(params.high)).length >
    number(params.batch)

export default [
  {
    file: 'data/mopps',
    notRun: c => {
      if (c.params.n_rollouts === 1) return 'an error of the original: with one rollout it sets both counts to 8'
      return isLottery(c) ? 'which of the many inside the interval are taken, NumPy’s generator decides' : undefined
    },
    ignored: {
      alpha: 'the draws that were made of it are given, since NumPy’s beta generator is not ours',
      beta: 'as alpha',
      numpy_seed: 'the draws that it led to are given',
      low: 'edge of the interval: chosen by distance to the target, these cases do not look at it',
      high: 'as low',
    },
    run: c => ('thompson_draws' in c.inputs ? select(c) : update(c)),
  },
] satisfies readonly GoldenFamily[]
