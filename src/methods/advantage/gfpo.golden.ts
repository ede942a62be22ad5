/** TRL GFPOTrainer (b6ff4a7): from the filter to the advantages. */
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  fixed,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  settings,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { keptMembers } from './gfpo.math.ts'

/** A user's scores become lengths: the higher, the shorter. */
const lengthsOf = (scores: number[]): number[] =>
  scores.map(own => 1 + new Set(scores.filter(other => other > own)).size)

interface Given {
  readonly length: number[]
  readonly keepBy: 'short' | 'efficient'
}

/** Scores of the paper are ours; those of a user stand for themselves. */
function filterOf({ inputs, params }: GoldenCase): Given {
  const scores = matrix(inputs.filter_scores)
  if (params.filter === undefined) return { length: scores.flatMap(lengthsOf), keepBy: 'short' }
  return {
    length: vector(inputs.lengths),
    keepBy: meaning(params.filter, { shortest: 'short', 'reward/length': 'efficient' }),
  }
}

const gfpo: GoldenFamily = {
  file: 'trainers/gfpo',
  notCompared: { is_std_zero: 'a logged metric: where the kept of a group agree' },
  notRun: ({ params, inputs }) => {
    if (inputs.filter_scores === undefined)
      return 'TRL hands windows instead of groups to the filter; here it sees the groups'
    return params.num_remains_in_group === 1 && params.scale_rewards === 'group'
      ? 'a lone kept response is divided by NaN there and gets 0 here'
      : undefined
  },
  run: c => {
    const { inputs, params } = c
    const reward = vector(inputs.rewards)
    const { length, keepBy } = filterOf(c)
    const size = number(params.num_generations)
    fixed('ddof', params.ddof, 1)
    const filter = { keepOf: number(params.num_remains_in_group), keepBy }
    const values = settings('gfpo', 'none', {
      ...filter,
      epsilon: number(params.epsilon),
      keptSpread: meaning(params.scale_rewards, { group: 'group', batch: 'batch', none: 'none' }),
    })
    const longest = Math.max(...length)
    const batch = batchOf({
      mask: length.map(own => Array.from({ length: longest }, (_, t) => (t < own ? 1 : 0))),
      group: reward.map((_, i) => Math.floor(i / size)),
      reward,
    })
    const kept = keptMembers(batch, filter).flat()
    const got = estimate(resolveMethod('gfpo'), values, batch, context).batch.advantage
    return { kept, advantages_of_kept: kept.map(i => got[i]!) }
  },
}

export default [gfpo] satisfies readonly GoldenFamily[]
