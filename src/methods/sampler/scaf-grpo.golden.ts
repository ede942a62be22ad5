/** JIA-Lab-research/Scaf-GRPO RayPPOTrainer.fit (ac9f99e): which rung is taken, and the group after it. */
import type { SampledRollout, SamplerHandle } from '../../core/method.ts'
import {
  context,
  estimateOf,
  fixed,
  type GoldenFamily,
  list,
  number,
  record,
  settings,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

/** Tokens of one rung: a response so long that every rung has a length of its own. */
const perRung = 100
const rungsPerStage = 4

interface Rung {
  readonly level: number
  readonly reward: number
}

const ladderOf = (value: unknown): readonly Rung[] =>
  list(value).map(rung => ({ level: number(record(rung).level), reward: number(record(rung).reward) }))

/** A policy whose responses are paid as the case says; how much was given tells the rung. */
function scripted(first: readonly (readonly number[])[], ladders: readonly (readonly Rung[])[]): SamplerHandle {
  const rungOf = (given: number) => Math.ceil(given / perRung) - 1
  return {
    temperature: 1,
    reference: problem => new Array<number>(perRung * (ladders[problem]?.length ?? 0)).fill(0),
    continueFrom: async requests =>
      requests.map(({ problem, rollout, prefix }): SampledRollout => {
        const reward = prefix.length > 0 ? ladders[problem]![rungOf(prefix.length)]!.reward : first[problem]![rollout]!
        return { tokens: [0], logp: [0], entropy: [0], reward }
      }),
  }
}

const family: GoldenFamily = {
  file: 'data/scaf-grpo',
  ignored: { levels: 'words on what the levels are called' },
  run: async ({ inputs, params }) => {
    fixed('replace_num', params.replace_num, 1)
    const names = Object.keys(record(inputs.first_rewards))
    const first = names.map(name => vector(record(inputs.first_rewards)[name]))
    for (const group of first) fixed('group_size', params.group_size, group.length)
    const ladders = names.map(name => ladderOf(record(inputs.hint_ladder)[name] ?? []))
    const unsolved = names.filter((_, k) => first[k]!.every(reward => reward === 0))
    const [method, rungs] = [resolveMethod('scaf-grpo'), Math.max(...ladders.map(({ length }) => length))]
    for (const ladder of ladders) if (ladder.length > 0) fixed('rungs of every ladder', ladder.length, rungs)
    const values = settings('scaf-grpo', 'none', { exemptIterations: 0, rungs })
    const groups = await method.sampler!.part.compute(
      scripted(first, ladders),
      [...names.keys()],
      number(params.group_size),
      values,
      { ...context, iteration: 1 },
    )
    const rungAt = groups.map(([one]) => (one?.given ? Math.ceil(one.given / perRung) - 1 : undefined))
    const selected = Object.fromEntries(
      names.flatMap((name, k) => {
        const at = rungAt[k]
        return at === undefined ? [] : [[name, { level: ladders[k]![at]!.level, index_in_ladder: at }]]
      }),
    )
    const stages = Object.values(selected).map(({ level }) => Math.ceil(level / rungsPerStage))
    const rewards = groups.map(group => group.map(({ reward }) => reward))
    const advantages = groups.map((_, k) =>
      estimateOf('scaf-grpo', values, { mask: rewards[k]!.map(() => [1]), reward: rewards[k]! }),
    )
    const byName = <T>(all: readonly T[]) => Object.fromEntries(names.map((name, k) => [name, all[k]]))
    return {
      unsolved,
      selected,
      final_rewards: byName(rewards),
      solved_by_stage: Object.fromEntries([1, 2, 3].map(stage => [stage, stages.filter(own => own === stage).length])),
      grpo_advantages: byName(advantages.map(({ advantage }) => advantage)),
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
