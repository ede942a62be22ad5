/**
 * What trainers take off a reward and divide it by, at the commits that the golden files name. Each of their settings is
 * an estimator of ours and its parameters.
 */
import type { Convention, ParamValues } from '../core/params.ts'
import { decoupled } from './advantage/gdpo.golden.ts'
import { deviationOf } from './advantage/running-norm.math.ts'
import { estimate } from './estimate.ts'
import {
  batchOf,
  context,
  estimateOf,
  fixed,
  flag,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  record,
  rowSums,
  settings,
  text,
  vector,
} from './golden/harness.ts'
import { partWeights } from './golden/parts.ts'
import { consecutiveGroups, weightedRewards } from './golden/trl.ts'
import { resolveMethod } from './index.ts'

/** An estimator of ours and what of it differs from the trainer's convention. */
interface Chosen {
  readonly id: string
  readonly values?: ParamValues
}

const measured = (convention: Convention, { id, values = {} }: Chosen, reward: number[], group: number[]) =>
  estimateOf(id, settings(id, convention, values), { mask: reward.map(() => [1]), group, reward })

/** The first `size` rows are a group, and so on. */
const blocks = (rows: number, size: number): number[] => Array.from({ length: rows }, (_, i) => Math.floor(i / size))

const nemo: GoldenFamily = {
  file: 'trainers/grpo-nemo',
  ignored: { note: 'a remark about precision' },
  run: ({ inputs, params }) => {
    const [reward, group] = [vector(inputs.rewards), vector(inputs.index)]
    const over = flag(params.use_leave_one_out_baseline) ? 'others' : 'all'
    const values = { epsilon: number(params.epsilon), baselineOver: over, spreadOver: over }
    const { advantage, explain } = measured('nemo-rl', { id: 'grpo', values }, reward, group)
    const plain = measured('nemo-rl', { id: over === 'others' ? 'rloo' : 'dr-grpo' }, reward, group)
    return {
      advantages_per_response: flag(params.normalize_rewards) ? advantage : plain.advantage,
      baseline: explain.mean!.values,
      std: explain.std!.values,
    }
  },
}

const openrlhfIds = {
  group_norm: 'grpo',
  rloo: 'rloo',
  reinforce_baseline: 'reinforce-plus-plus-baseline',
  dr_grpo: 'dr-grpo',
}

const openrlhfBaseline = ({ inputs, params }: GoldenCase) => {
  const id = meaning(params.estimator, openrlhfIds)
  const reward = vector(inputs.rewards)
  const group = blocks(reward.length, number(params.n_samples_per_prompt))
  const values = id === 'grpo' ? { epsilon: number(params.epsilon) } : {}
  if (id !== 'grpo') fixed('epsilon', params.epsilon, null)
  return { shaped_rewards: measured('openrlhf', { id, values }, reward, group).advantage }
}

/** With a discount of 0 the returns of REINFORCE++ are the numbers themselves: what is left is the whitening. */
const openrlhfWhitening = ({ inputs, params }: GoldenCase) => {
  meaning(params.estimator, { gae: true, reinforce: true, reinforce_baseline: true })
  const values = settings('reinforce-plus-plus', 'openrlhf', {
    gamma: 0,
    whitening: flag(params.no_std_norm) ? 'nothing' : 'population',
  })
  const tokenReward = matrix(inputs.advantages)
  const given = { mask: matrix(inputs.response_mask), reward: rowSums(tokenReward), columns: { tokenReward } }
  return { advantages: estimateOf('reinforce-plus-plus', values, given).credit }
}

const openrlhf: GoldenFamily = {
  file: 'trainers/openrlhf-shaping',
  ignored: { note: 'a remark about the clamp and about masked positions' },
  onlyWhere: { advantages: 'response_mask' },
  notRun: ({ name, params }) => {
    if (params.estimator === 'group_norm' && params.n_samples_per_prompt === 1)
      return 'the original divides 0 by NaN in a group of one; here it gets 0'
    return name.endsWith('nearly_equal') ? 'rewards that differ by 1e-8 are equal in our single precision' : undefined
  },
  run: c => ('rewards' in c.inputs ? openrlhfBaseline(c) : openrlhfWhitening(c)),
}

const slime: GoldenFamily = {
  file: 'trainers/grpo-slime',
  ignored: {
    note: 'a remark about the groups',
    rollout_batch_size: 'how many groups were asked for; slime looks only at whether the rewards fill whole groups',
  },
  run: ({ inputs, params }) => {
    const reward = vector(inputs.rewards)
    const size = number(params.n_samples_per_prompt)
    const group = reward.length % size === 0 ? blocks(reward.length, size) : reward.map(() => 0)
    const [epsilon, divided] = [number(params.epsilon), flag(params.grpo_std_normalization)]
    const scaled = meaning(params.advantage_estimator, { grpo: true, gspo: true, reinforce_plus_plus_baseline: false })
    const chosen =
      scaled && divided
        ? { id: 'grpo', values: { epsilon } }
        : { id: scaled ? 'dr-grpo' : 'reinforce-plus-plus-baseline' }
    return { advantages_per_response: measured('slime', chosen, reward, group).advantage }
  },
}

/** Rewards in lists of unequal length, and numbers laid out as they are. */
const nested = (groups: unknown, advantages: (reward: number[], group: number[]) => number[]): number[][] => {
  const lists = matrix(groups)
  const flat = advantages(
    lists.flat(),
    lists.flatMap((rewards, g) => rewards.map(() => g)),
  )
  let from = 0
  return lists.map(({ length }) => {
    from += length
    return flat.slice(from - length, from)
  })
}

const tinker: GoldenFamily = {
  file: 'trainers/grpo-tinker',
  ignored: { note: 'a remark about precision' },
  run: ({ inputs }) => ({
    advantages_by_group: nested(
      inputs.rewards_by_group,
      (reward, group) => measured('tinker', { id: 'dr-grpo' }, reward, group).advantage,
    ),
  }),
}

const prpo: GoldenFamily = {
  file: 'trainers/prpo',
  run: ({ inputs, params }) => ({
    advantages_by_group: nested(inputs.rewards_by_group, (reward, group) => {
      const values = { epsilon: number(params.epsilon), ddof: number(params.ddof) }
      return measured('paper', { id: 'prpo', values }, reward, group).advantage
    }),
  }),
}

const openInstruct: GoldenFamily = {
  file: 'trainers/grpo-open-instruct',
  run: ({ inputs, params }) => {
    const reward = vector(inputs.rewards)
    const group = blocks(reward.length, number(params.num_samples_per_prompt_rollout))
    const values = { epsilon: number(params.epsilon), ddof: number(params.ddof) }
    const chosen = meaning<Chosen>(params.advantage_normalization_type, {
      centered: { id: 'dr-grpo' },
      standard: { id: 'grpo', values },
    })
    return { advantages_per_response: measured('open-instruct', chosen, reward, group).advantage }
  },
}

const swift: GoldenFamily = {
  file: 'trainers/ms-swift-advantages',
  ignored: { epsilon: 'written in words; the convention has these numbers' },
  run: c => {
    const { inputs, params } = c
    const table = matrix(inputs.rewards_per_func)
    // Who has no reward at all counts as 0.
    const reward = weightedRewards(c).map(r => (Number.isNaN(r) ? 0 : r))
    const group = consecutiveGroups(c, table.length)
    const scale = text(params.scale_rewards)
    const baselineOver = meaning(params.advantage_estimator, {
      grpo: 'all',
      rloo: 'others',
      reinforce_plus_plus: 'all',
    })
    const left = params.advantage_estimator === 'reinforce_plus_plus' ? 'residuals' : 'all'
    // With reinforce_plus_plus the original overlooks gdpo and divides by nothing.
    if (scale === 'gdpo' && left === 'all') {
      const values = settings('gdpo', 'ms-swift', partWeights(vector(params.reward_weights)))
      const got = decoupled({ mask: table.map(() => [1]), group, reward }, table, values)
      return { advantages: [...got.batch.advantage], rewards: reward }
    }
    const values = { baselineOver, spreadOver: left }
    const chosen = meaning<Chosen>(scale, {
      group: { id: 'grpo', values },
      batch: { id: 'grpo-batch-std', values },
      gdpo: { id: 'dr-grpo' },
      none: { id: baselineOver === 'others' ? 'rloo' : 'dr-grpo' },
    })
    return { advantages: measured('ms-swift', chosen, reward, group).advantage, rewards: reward }
  },
}

/** ROLL's two levels as one of ours. */
function ofRoll(mean: string, std: string): Chosen {
  if (mean === 'running' || std === 'running')
    return { id: 'running-norm', values: { runningMean: mean, runningSpread: std } }
  const baselineOver = mean === 'none' ? 'none' : 'all'
  switch (std) {
    case 'group':
      return { id: 'grpo', values: { baselineOver } }
    case 'batch':
      return mean === 'batch' ? { id: 'prpo' } : { id: 'grpo-batch-std', values: { baselineOver } }
    default:
      return meaning<Chosen>(mean, {
        none: { id: 'reinforce' },
        group: { id: 'dr-grpo' },
        batch: { id: 'prpo', values: { divideBy: 'nothing' } },
      })
  }
}

const level = (value: unknown): string =>
  meaning(value ?? 'none', { running: 'running', batch: 'batch', group: 'group', none: 'none' })

const roll: GoldenFamily = {
  file: 'trainers/roll-norm',
  ignored: { note: 'a remark about the order of updating and normalising' },
  notRun: ({ params }) =>
    params.norm_mean_type === 'batch' && params.norm_std_type === 'group'
      ? 'the original makes a matrix of the vector of rewards'
      : undefined,
  run: ({ inputs, params }) => {
    const { id, values = {} } = ofRoll(level(params.norm_mean_type), level(params.norm_std_type))
    const [size, epsilon] = [number(params.n_sample), number(params.epsilon)]
    const method = resolveMethod(id)
    const own = settings(id, 'roll', { ...values, ...('epsilon' in method.specs && { epsilon }) })
    let state: unknown
    const all = matrix(inputs.batches_of_rewards).map(reward => {
      const batch = batchOf({ mask: reward.map(() => [1]), group: blocks(reward.length, size), reward })
      const got = estimate(method, own, batch, context, { advantage: state })
      state = got.states.advantage
      return { advantage: got.batch.advantage, moments: running(state) }
    })
    return {
      rewards: all.map(({ advantage }) => advantage),
      running_mean_std: all.map(({ moments }) => moments),
    }
  },
}

/** Mean and deviation so far; ROLL begins at 0 and 1, and stays there where nothing reads them. */
function running(state: unknown): readonly [number, number] {
  if (state === undefined) return [0, 1]
  const { count, mean, squares } = record(state)
  return [number(mean), deviationOf({ count: number(count), mean: number(mean), squares: number(squares) })]
}

/** AReaL's deviation is always that of what the mean left over. */
function ofAreal(mean: string, std: string, others: boolean): Chosen {
  const baselineOver = mean === 'none' ? 'none' : others ? 'others' : 'all'
  if (std === 'group' && mean !== 'batch')
    return { id: 'grpo', values: { baselineOver, spreadOver: 'residuals', lone: others ? 'raw' : 'zero' } }
  if (std === 'batch')
    return mean === 'batch'
      ? { id: 'prpo', values: { baselineOver } }
      : { id: 'grpo-batch-std', values: { baselineOver } }
  fixed('std_level', std, 'none')
  return meaning<Chosen>(mean, {
    none: { id: 'reinforce' },
    group: others ? { id: 'rloo', values: { lone: 'raw' } } : { id: 'dr-grpo' },
    batch: { id: 'prpo', values: { baselineOver, divideBy: 'nothing' } },
  })
}

const areal: GoldenFamily = {
  file: 'trainers/areal-norm',
  ignored: { note: 'a remark about the deviation' },
  run: ({ inputs, params }) => {
    const reward = vector(inputs.rewards)
    const group = blocks(reward.length, number(params.group_size))
    const chosen = ofAreal(level(params.mean_level), level(params.std_level), flag(params.mean_leave1out))
    const { specs } = resolveMethod(chosen.id)
    const [epsilon, ddof] = [number(params.eps), flag(params.std_unbiased) ? 1 : 0]
    const shared = { ...('epsilon' in specs && { epsilon }), ...('ddof' in specs && { ddof }) }
    const values = { ...chosen.values, ...shared }
    return { advantages: measured('areal', { id: chosen.id, values }, reward, group).advantage }
  },
}

export default [nemo, openrlhf, slime, tinker, prpo, openInstruct, swift, roll, areal] satisfies readonly GoldenFamily[]
