/** DrMAS gigpo/core_gigpo.py: one row of the original is one turn; rows of one trajectory are a rollout here. */
import { rolloutOfToken } from '../../core/batch.ts'
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  flag,
  type GoldenFamily,
  meaning,
  number,
  settings,
  texts,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

/** Number of each text among the different ones, in the order in which they appear. */
const interned = (all: readonly string[]): number[] => {
  const known = [...new Set(all)]
  return all.map(one => known.indexOf(one))
}

const gigpo: GoldenFamily = {
  file: 'credit/gigpo',
  notRun: ({ name }) =>
    name.startsWith('similarity grouping')
      ? 'states here are equal or not; likeness of texts is not measured'
      : undefined,
  run: ({ inputs, params }) => {
    const lengths = vector(inputs.response_lengths)
    const groups = texts(inputs.group_index)
    const owner = interned(texts(inputs.traj_index).map((id, row) => `${groups[row]} ${id}`))
    const rollouts = new Set(owner).size
    const rowsOf = (i: number) => lengths.map((_, row) => row).filter(row => owner[row] === i)
    const order = Array.from({ length: rollouts }, (_, i) => rowsOf(i)).flat()
    const all = Array.from({ length: rollouts }, (_, i) => rowsOf(i))
    const plain = batchOf({
      mask: all.map(rows => rows.flatMap(row => Array.from({ length: lengths[row]! }, () => 1))),
      group: interned(all.map(rows => groups[rows[0]!]!)),
      reward: all.map(rows => vector(inputs.episode_reward_per_row)[rows[0]!]!),
    })
    const ends = order.map((_, k) => order.slice(0, k + 1).reduce((sum, row) => sum + lengths[row]!, 0))
    const states = interned(texts(inputs.anchor_obs).map((text, row) => `${groups[row]} ${text}`))
    const batch = {
      ...plain,
      turns: {
        rollout: Int32Array.from(order, row => owner[row]!),
        start: Int32Array.from(ends, (end, k) => end - lengths[order[k]!]!),
        end: Int32Array.from(ends),
      },
      turnReward: Float32Array.from(order, row => vector(inputs.step_rewards)[row]!),
      stateKey: Float32Array.from(order, row => states[row]!),
    }
    const by = meaning(params.mode, { mean_norm: 'nothing', mean_std_norm: 'deviation' })
    const values = settings('gigpo', 'none', {
      stepWeight: number(params.step_advantage_w),
      turnDiscount: number(params.gamma),
      episodesOver: flag(params.compute_mean_std_cross_steps) ? 'turns' : 'episodes',
      divideBy: by,
      divideTurnsBy: by,
      epsilon: number(params.epsilon),
      turnEpsilon: number(params.epsilon),
    })
    const { batch: got, explain } = estimate(resolveMethod('gigpo'), values, batch, context)
    const width = number(inputs.response_length)
    /** Rows of turns, in the original's order. */
    const perRow = (tokens: Float32Array): number[][] =>
      lengths.map((length, row) => {
        const start = batch.turns.start[order.indexOf(row)]!
        return Array.from({ length: width }, (_, t) => (t < length ? tokens[start + t]! : 0))
      })
    const owners = rolloutOfToken(got)
    const episode = Float32Array.from(owners, i => got.advantage[i]!)
    return {
      step_returns: perRow(explain.stepReturn!.values).map(row => row[0]!),
      step_group_of_row: states,
      episode_advantage: perRow(episode),
      step_advantage: perRow(explain.stepAdvantage!.values),
      advantage: perRow(got.credit),
    }
  },
}

export default [gigpo] satisfies readonly GoldenFamily[]
